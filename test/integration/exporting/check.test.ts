/** An export is read back, and its answers are compared with those of the trained network. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inEnglish, message } from '../../../core/messages';
import { buildPreset } from '../../../core/presets';
import { describeCheck } from '../../../core/study/export-check';
import { exportFormats } from '../../../main/exporting';
import { type CheckOptions, checkExport, type Reader, Unchecked } from '../../../main/exporting/check/check';
import { readSavedModel } from '../../../main/exporting/check/saved-model';
import { writeSavedModel } from '../../../main/exporting/saved-model';
import { readTrainedNetwork, type TrainedNetwork } from '../../../main/exporting/trained-network';
import { type Sample, sampleOf } from '../../../main/predicting/sample';
import { launchProcess } from '../../../main/processes/launch';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { bundledWorker } from '../../support/worker';
import { type MadeRun, makeRun } from './support';

let made: MadeRun;
let network: TrainedNetwork;
let options: CheckOptions;
const out = mkdtempSync(join(tmpdir(), 'skipwire-check-test-'));

beforeAll(async () => {
  made = await makeRun(buildPreset('resnet20', { width: 0.25, classes: 4 }), {
    normalization: 'per-channel',
  });
  network = await readTrainedNetwork(made.store, made.id, { inputRange: '0-255' });
  const engine = await testEngine();
  options = {
    runner: { findEngine: async () => engine, launch: launchProcess, entry: bundledWorker() },
    datasetFolder: join(out, 'no-data-set'),
  };
}, ENGINE_TIMEOUT);
afterAll(() => {
  rmSync(dirname(made.folder), { recursive: true, force: true });
  rmSync(out, { recursive: true, force: true });
});

test(
  'a SavedModel gives the same answers; without the data set the images are random',
  async () => {
    const written = [];
    for await (const one of exportFormats(
      made.store,
      made.id,
      [{ format: 'savedmodel', path: join(out, 'a') }],
      {
        check: options,
        inputRange: '0-255',
      },
    )) {
      written.push(one);
    }
    expect(written).toHaveLength(1);
    expect(written[0]?.check).toMatchObject({ result: 'equal', images: 32, of: 'random' });
    expect(inEnglish(describeCheck(written[0]!.check!))).toMatch(
      /^Checked: largest difference .* on 32 random images/,
    );
  },
  ENGINE_TIMEOUT,
);

describe('of a sample', () => {
  /** Two images, two classes. */
  const sample: Sample = {
    of: 'validation',
    shape: [2, 1, 1, 1],
    images: Float32Array.of(0, 1),
    scores: Float32Array.of(0.25, 0.75, 0.5, 0.5),
  };
  const check = (read: Reader) =>
    checkExport({ read, tolerance: 0.01 }, 'model', network, async () => sample, options);

  test('images are fed in the range that the model takes', async () => {
    const fed: number[][] = [];
    await check(async ({ images }) => {
      fed.push([...images]);
      return sample.scores;
    });
    expect(fed).toEqual([[0, 255]]);
  });

  test('a difference beyond the tolerance is one', async () => {
    const found = await check(async () => Float32Array.of(0.25, 0.75, 0.5, 0.75));
    expect(found).toEqual({
      result: 'different',
      maxDifference: 0.25,
      tolerance: 0.01,
      images: 2,
      of: 'validation',
    });
  });

  test('a value that is no number differs', async () => {
    const found = await check(async () => Float32Array.of(0.25, Number.NaN, 0.5, 0.5));
    expect(found).toMatchObject({ result: 'different', maxDifference: null });
  });

  test('a missing program leaves it unchecked, and a model that does not open fails', async () => {
    const unchecked = await check(async () => {
      throw new Unchecked(message('predict.noTensorFlow'));
    });
    expect(unchecked.result).toBe('unchecked');
    const failed = await check(async () => {
      throw new Error('not a model');
    });
    expect(inEnglish(describeCheck(failed))).toBe('The check failed. not a model');
    const short = await check(async () => Float32Array.of(0.25));
    expect(inEnglish(describeCheck(short))).toBe(
      'The check failed. The model must return 4 values for these images. Received: 1.',
    );
  });
});

test(
  'a SavedModel that was damaged is not called equal',
  async () => {
    const path = join(out, 'damaged');
    await writeSavedModel(network, path);
    const file = join(path, 'saved_model.pb');
    const bytes = readFileSync(file);
    const middle = Math.floor(bytes.length / 2);
    bytes.fill(0x41, middle - (middle % 4), middle - (middle % 4) + 64);
    writeFileSync(file, bytes);
    const sampled = () => sampleOf(options.runner, network, options.datasetFolder, 4);
    const found = await checkExport(
      { read: readSavedModel, tolerance: 1e-5 },
      path,
      network,
      sampled,
      options,
    );
    expect(found.result).not.toBe('equal');
  },
  ENGINE_TIMEOUT,
);
