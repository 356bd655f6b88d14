/** Trains what is left of a study file. */
import { resolve } from 'node:path';
import { cellsOf } from '../../../core/ablation/cells';
import { settingsOf } from '../../../core/ablation/read';
import type { Study } from '../../../core/ablation/study';
import { t } from '../../../core/messages';
import { seedsWords } from '../../../core/study/seeds-words';
import { readStudyFile } from '../../studies/file';
import { Reporter } from './reporter';
import { follow, type StudyOutcome } from './training-run';

/**
 * @param on where it may train; undefined: on this machine.
 * @throws StudyError, Refusal before anything is downloaded or created, for a study that cannot be trained
 */
export async function runStudyFile(
  file: string,
  { out, on }: { out?: string | undefined; on?: readonly string[] | undefined },
): Promise<StudyOutcome> {
  const { study, path } = await readStudyFile(file);
  const reporter = new Reporter({ table: true });
  return follow(out === undefined ? undefined : resolve(out), reporter, async (services, signal) => {
    const { studies, datasets, runs } = services;
    const resolved = await studies.require(study);
    for (const dataset of datasetsOf(study))
      await datasets.ensureReady(dataset, { signal, onProgress: (progress) => reporter.progress(progress) });
    reporter.end();
    const sayable = seedsWords(study.seeds.length, study.arms.length);
    if (sayable) reporter.note(sayable);
    const { id, copyOf } = await studies.identify(resolved, path);
    if (copyOf) reporter.note(t('cli.study.copyOf', copyOf));
    await studies.keep(id, study, path);
    if (await studies.isDone(id)) reporter.note(t('cli.study.run.done'));
    else await studies.start(id, on);
    return (await runs.list()).filter(({ studyId }) => studyId === id).map((run) => run.id);
  });
}

function datasetsOf(study: Study): Set<string> {
  const cells = cellsOf({ ...study, seeds: study.seeds.slice(0, 1), settings: settingsOf(study) });
  return new Set(cells.map(({ settings }) => settings.dataset));
}
