/** `skipwire resume --study`: trains the unfinished runs of a study and prints its table. */
import { resolve } from 'node:path';
import { listOf, message, sentences, t } from '../../../core/messages';
import type { RunRecord } from '../../../core/study/run';
import { runsRoot } from '../../basics/paths';
import { Refusal, refuse } from '../../basics/refusal';
import { say } from '../output/output';
import { Reporter } from '../training/reporter';
import { isLeft } from '../training/run-end';
import { tellStudyEnd } from '../training/study-end';
import { follow } from '../training/training-run';

export interface ResumeStudyFlags {
  /** `true`: the newest unfinished one. */
  study: string | true;
  format: 'md' | 'csv' | 'json';
  /** Folder of run folders. */
  out?: string;
  /** Where they may train; absent: where they were. */
  on?: readonly string[] | undefined;
  abandon?: boolean | undefined;
}

/** @throws Refusal when there is no such study, or it has nothing left. */
export async function resumeStudy({ study, format, out, on, abandon }: ResumeStudyFlags): Promise<void> {
  const root = out === undefined ? runsRoot() : resolve(out);
  const reporter = new Reporter({ table: true });
  const outcome = await follow(root, reporter, async ({ training, runs }) => {
    const theirs = runsOf(await runs.list(), study, root);
    const left = theirs.filter(isLeft);
    say(t('cli.resume.resuming', { left: left.length, total: theirs.length, id: theirs[0]!.studyId }));
    await training.resume(
      left.map(({ id }) => id),
      on,
      { abandon },
    );
    return theirs.map(({ id }) => id);
  });
  tellStudyEnd(outcome, format);
}

/** The runs of the study, oldest first. @throws Refusal when there is no such study, or it has nothing left. */
export function runsOf(all: readonly RunRecord[], study: string | true, root: string): RunRecord[] {
  const oldestFirst = [...all].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  if (study === true) {
    const newest = oldestFirst.findLast(isLeft)?.studyId;
    if (newest !== undefined) return oldestFirst.filter(({ studyId }) => studyId === newest);
    refuse('cli.resume.noneLeft', { folder: root });
  }
  const theirs = oldestFirst.filter(({ studyId }) => studyId === study);
  if (theirs.some(isLeft)) return theirs;
  if (theirs.length > 0) {
    refuse('cli.resume.allDone', { count: theirs.length, id: study });
  }
  const known = [...new Set(oldestFirst.filter(isLeft).map(({ studyId }) => studyId))].reverse().slice(0, 5);
  const others = known.length > 0 ? message('cli.resume.known', { ids: listOf(known, 'unit') }) : undefined;
  throw new Refusal(sentences(message('cli.resume.unknown', { id: study, folder: root }), others));
}
