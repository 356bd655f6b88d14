/** Exports one run, once, and says how long it took. */
import { join } from 'node:path';
import type { ExportFormat } from '../../../core/study/export-format';
import { formatInfo } from '../../../core/study/export-format';
import { exportRun } from '../../../main/exporting';
import { RunStore } from '../../../main/runs/store';
import { residentMebibytes } from '../process-figures';
import { serve } from '../protocol';

const { root, id, format, foldBatchNorm, folder } = JSON.parse(process.argv[2] ?? '') as {
  root: string;
  id: string;
  format: ExportFormat;
  foldBatchNorm: boolean;
  folder: string;
};

async function measured(): Promise<void> {
  const store = new RunStore({ root });
  const run = await store.get(id);
  const residentBefore = residentMebibytes(process.pid) ?? Number.NaN;
  const began = performance.now();
  const path = join(folder, `export${formatInfo(format).ending}`);
  const { bytes } = await exportRun(store, id, format, path, { foldBatchNorm, force: true });
  const times = { export: performance.now() - began, residentBefore, bytes };
  const ready = { versions: `Node ${process.versions.node}`, times, parameters: run.network.params };
  await serve({ type: 'ready', ...ready }, {});
}

void measured();
