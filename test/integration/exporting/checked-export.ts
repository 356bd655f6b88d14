/** Exports a network with drawn weights and reads the file back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { GraphDocument } from '../../../core/graph/document';
import { type ExportFormat, type ExportOptionValues, exportName } from '../../../core/study/export-format';
import { exportFormats } from '../../../main/exporting';
import { launchProcess } from '../../../main/processes/launch';
import { testEngine } from '../../support/engine';
import { bundledWorker } from '../../support/worker';
import { makeRun } from './support';

export const out = mkdtempSync(join(tmpdir(), 'skipwire-checked-'));

/** Into `out`, which the caller removes. */
export async function checkedExport(
  format: ExportFormat,
  graph: GraphDocument,
  { options, ...how }: Parameters<typeof makeRun>[1] & { options?: ExportOptionValues } = {},
) {
  const engine = await testEngine();
  const made = await makeRun(graph, { headScale: 1, ...how });
  const check = {
    runner: { findEngine: async () => engine, launch: launchProcess, entry: bundledWorker() },
    datasetFolder: join(out, 'no-data-set'),
  };
  const path = join(out, exportName({ runId: graph.name.replaceAll(/\W/g, '-') }, format));
  try {
    const tasks = [{ format, path, options }];
    for await (const one of exportFormats(made.store, made.id, tasks, { check, force: true })) return one;
  } finally {
    rmSync(dirname(made.folder), { recursive: true, force: true });
  }
  throw new Error('nothing was written');
}
