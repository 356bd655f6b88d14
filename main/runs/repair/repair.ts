/** Repairs a run's files so that it can be resumed. Originals are kept. */

import type { RepairReport } from '../../../core/contract/repair';
import type { GraphDocument } from '../../../core/graph/document';
import type { Message } from '../../../core/messages';
import { type RunRecord, runRecordSchema } from '../../../core/study/run';
import { writeJson } from '../../disk/atomic';
import type { RunFolder } from '../folder';
import { inspectRun } from './inspect';
import { Aside } from './originals';

/** @param run owned by this process. @param graph undefined if unreadable. */
export async function repairRun(
  run: RunRecord,
  graph: GraphDocument | undefined,
  folder: RunFolder,
  now: Date,
): Promise<{ record: RunRecord; report: RepairReport }> {
  const { findings, record: change } = await inspectRun(run, graph, folder);
  const found = findings.map((one) => one.found);
  const last = change.checkpoints.at(-1);
  const from = { epoch: last?.epoch ?? 0, step: last?.step ?? 0 };
  const fixes = findings.flatMap(({ fix }) => fix ?? []);
  if (fixes.length === 0) return { record: run, report: { found, done: [], from } };
  const aside = new Aside(folder.path, now);
  await aside.copy(folder.record);
  const done: Message[] = [];
  for (const fix of fixes) {
    const change = await fix(aside);
    if (change) done.push(change);
  }
  const record = runRecordSchema.parse({
    ...run,
    ...change,
    changes: [...run.changes, { type: 'repaired', at: now.toISOString(), kept: aside.name }],
  });
  await writeJson(folder.record, record);
  return { record, report: { found, done, kept: aside.name, from } };
}
