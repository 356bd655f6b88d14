/** A checkpoint continues only in its own run, network and settings. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inEnglish } from '../../../core/messages';
import { removeShortcuts } from '../../../core/network/shortcuts';
import { buildPreset } from '../../../core/presets';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { type Belonging, MAY_BE_EXTENDED, MAY_CHANGE } from '../../../main/runs/binding';
import {
  newestCheckpoint,
  readCheckpoint,
  UnfitCheckpoint,
  writeCheckpoint,
} from '../../../main/runs/checkpoints';
import { tinyGraph } from './support';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-binding-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const weights = (value: number) => new Map([['dense/bias', { shape: [1], data: Float32Array.of(value) }]]);
const settings = (change: object = {}) =>
  trainingSettingsSchema.parse({ dataset: 'shapes', seed: 3, ...change });
const belonging = (change: Partial<Belonging> = {}): Belonging => ({
  run: 'run-a',
  formerRuns: [],
  graph: tinyGraph(),
  settings: settings(),
  extended: false,
  ...change,
});
const write = (epoch: number, of?: Belonging) =>
  writeCheckpoint(folder, weights(epoch), { epoch, step: 8 * epoch }, undefined, of);

/** The result of resuming from a checkpoint of `before`: its first weight, or the refusal. */
async function goesOn(before: Belonging, now: Belonging): Promise<number | string> {
  rmSync(folder, { recursive: true, force: true });
  await write(1, before);
  try {
    return (await newestCheckpoint(folder, now))?.tensors.get('dense/bias')?.data[0] ?? Number.NaN;
  } catch (error) {
    return (error as Error).message;
  }
}

const changed = (change: (graph: ReturnType<typeof tinyGraph>) => void) => {
  const graph = tinyGraph();
  change(graph);
  return belonging({ graph });
};

test.each<[string, Belonging, RegExp]>([
  ['another run', belonging({ run: 'run-b' }), /it is from run "run-a", and this is run "run-b"/],
  [
    'another seed and batch size',
    belonging({ settings: settings({ seed: 4, batchSize: 8 }) }),
    /it was trained with batchSize 256, seed 3, but run\.json has batchSize 8, seed 4\. Put run\.json back/,
  ],
  [
    'another rate of the optimizer',
    belonging({ settings: settings({ optimizer: { learningRate: 0.5 } }) }),
    /optimizer\.learningRate 0\.01, but run\.json has optimizer\.learningRate 0\.5/,
  ],
  [
    'more epochs without an extension',
    belonging({ settings: settings({ epochs: 9 }) }),
    /epochs 5, but run\.json has epochs 9/,
  ],
  [
    'another parameter of a block',
    changed(({ nodes }) => {
      nodes[2]!.params.activation = 'tanh';
    }),
    /in its layer "dense", activation was "softmax", but in graph\.json it is "tanh"\. Put graph\.json back/,
  ],
  [
    'a frozen block',
    changed(({ nodes }) => {
      nodes[2]!.trainable = false;
    }),
    /in its layer "dense", trainable was true, but in graph\.json it is false/,
  ],
  [
    'another learning-rate factor of a block',
    changed(({ nodes }) => {
      nodes[2]!.learningRateFactor = 0.5;
    }),
    /in its layer "dense", learningRateFactor was 1, but in graph\.json it is 0\.5/,
  ],
  [
    'another type of a block',
    changed(({ nodes }) => {
      nodes[1] = { id: 'flatten', type: 'GlobalAveragePooling2D', params: {} };
    }),
    /its layer "flatten" was Flatten, but in graph\.json it is GlobalAveragePooling2D/,
  ],
  [
    'one block more',
    changed(({ nodes, edges }) => {
      nodes.push({ id: 'more', type: 'Activation', params: { function: 'relu' } });
      edges.push({ id: 'e3', source: 'dense', target: 'more', port: 0 });
    }),
    /graph\.json has a layer "more" that it was trained without/,
  ],
])('%s is refused, and both values are named', async (_what, now, reason) => {
  expect(await goesOn(belonging(), now)).toMatch(reason);
});

test('the plain twin does not go on from the residual network', async () => {
  const graph = buildPreset('resnet20', { inputShape: [8, 8, 3] });
  const plain = removeShortcuts(graph);
  expect(await goesOn(belonging({ graph }), belonging({ graph: plain }))).toMatch(
    /does not match run "run-a"/,
  );
});

test('what no number depends on may be another: names, places and groups of blocks, which files are kept', async () => {
  const graph = { ...tinyGraph('other name'), groups: [] };
  graph.nodes = graph.nodes.map((node) => ({ ...node, position: { x: 1, y: 2 } }));
  const files = { keep: 5, everySteps: 3 };
  const now = belonging({
    graph,
    settings: settings({ checkpoints: files, diagnosticsEvery: 2, histograms: true }),
  });
  expect(await goesOn(belonging(), now)).toBe(1);
  expect(Object.keys({ ...MAY_CHANGE, ...MAY_BE_EXTENDED }).sort()).toEqual([
    'checkpoints.everySteps',
    'checkpoints.keep',
    'diagnosticsEvery',
    'epochs',
    'extensions',
    'histograms',
  ]);
});

test('an extended run goes on from a checkpoint of before, with its epochs and no other setting changed', async () => {
  const longer = { settings: settings({ epochs: 9 }), extended: true };
  expect(await goesOn(belonging(), belonging(longer))).toBe(1);
  const other = { ...longer, settings: settings({ epochs: 9, seed: 4 }) };
  expect(await goesOn(belonging(), belonging(other))).toMatch(/seed 3, but run\.json has seed 4/);
});

test('a renamed run goes on from what it wrote under its old name', async () => {
  expect(await goesOn(belonging(), belonging({ run: 'run-b', formerRuns: ['run-a'] }))).toBe(1);
});

test('a checkpoint of an older version, which does not say, is taken', async () => {
  await write(1);
  expect(await newestCheckpoint(folder, belonging())).toMatchObject({ epoch: 1, bound: false });
  await write(2, belonging());
  expect(await newestCheckpoint(folder, belonging())).toMatchObject({ epoch: 2, bound: true });
});

test('where the newest will not do, the one before it is named and can be gone on from', async () => {
  await write(1, belonging());
  await write(2, belonging());
  const path = join(folder, 'epoch-0002.safetensors');
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  writeFileSync(path, bytes);
  const refused = await newestCheckpoint(folder, belonging()).catch((error) => error);
  expect(refused).toBeInstanceOf(UnfitCheckpoint);
  expect(refused.message).toMatch(
    /checksum .* The checkpoint of epoch 1, epoch-0001\.safetensors, is intact\.$/,
  );
  expect(refused.remedy).toMatchObject({ type: 'repair', runId: 'run-a' });
  expect(inEnglish(refused.remedy.label)).toBe('Resume from epoch 1');
  // One that is cut off before its metadata, and another run's behind it.
  writeFileSync(join(folder, 'epoch-0003.safetensors'), bytes.subarray(0, 30));
  await write(4, belonging({ run: 'run-b' }));
  const { whole } = await newestCheckpoint(folder, belonging()).catch((error) => error);
  expect(whole).toBeUndefined();
  // Keeping two, the fourth pruned the first.
  await expect(readCheckpoint(folder, 'epoch-0004.safetensors', belonging())).rejects.toThrow(/run "run-b"/);
});
