/** PyTorch folders: the same text and weights that torch has answered for give the answers that torch gave. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkExport, sampleFor } from '../../../main/exporting/check/check';
import { launchProcess } from '../../../main/processes/launch';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { answered, pytorchFixture, readFixture } from '../../support/pytorch';
import { bundledWorker } from '../../support/worker';

const out = mkdtempSync(join(tmpdir(), 'skipwire-pytorch-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

test(
  'every operator is written as in the files that torch read, and gives the answers that torch gave',
  async () => {
    const { network, path } = await pytorchFixture(out);
    const { files, scores } = readFixture();
    expect(answered(path, new Float32Array()).files).toEqual(files);

    const engine = await testEngine();
    const options = {
      runner: { findEngine: async () => engine, launch: launchProcess, entry: bundledWorker() },
      datasetFolder: join(out, 'no-data-set'),
    };
    const check = { read: async () => Float32Array.from(scores), tolerance: 1e-4 };
    const result = await checkExport(check, path, network, () => sampleFor(network, options), options);
    expect(result).toMatchObject({ result: 'equal', images: 32, of: 'random' });
  },
  ENGINE_TIMEOUT,
);
