/** TensorFlow.js graph models, read back in the TensorFlow.js of their web page; inference.test.ts opens the page itself. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildPreset } from '../../../core/presets';
import { exportFormats } from '../../../main/exporting';
import type { CheckOptions } from '../../../main/exporting/check/check';
import { launchProcess } from '../../../main/processes/launch';
import { windowsDocument } from '../../support/documents';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { everyOperator } from '../../support/every-operator';
import { bundledWorker } from '../../support/worker';
import { makeRun } from './support';

const out = mkdtempSync(join(tmpdir(), 'skipwire-tfjs-'));
let options: CheckOptions;

beforeAll(async () => {
  const engine = await testEngine();
  options = {
    runner: { findEngine: async () => engine, launch: launchProcess, entry: bundledWorker() },
    datasetFolder: join(out, 'no-data-set'),
  };
}, ENGINE_TIMEOUT);
afterAll(() => rmSync(out, { recursive: true, force: true }));

async function exported(graph: Parameters<typeof makeRun>[0], how: Parameters<typeof makeRun>[1] = {}) {
  const made = await makeRun(graph, { headScale: 1, ...how });
  try {
    const path = join(out, graph.name);
    for await (const one of exportFormats(made.store, made.id, [{ format: 'tfjs', path }], {
      check: options,
    })) {
      return one;
    }
  } finally {
    rmSync(dirname(made.folder), { recursive: true, force: true });
  }
  throw new Error('nothing was written');
}

test.each([
  ['resnet20', buildPreset('resnet20', { width: 0.25, classes: 4 }), 'per-channel'],
  ['every operator', everyOperator(), 'per-pixel-mean'],
  ['windows, norms and resampling', windowsDocument(), 'none'],
] as const)(
  '%s gives the same answers in TensorFlow.js',
  async (_, graph, normalization) => {
    const { check } = await exported(graph, { normalization });
    expect(check).toMatchObject({ result: 'equal', images: 32 });
  },
  ENGINE_TIMEOUT,
);
