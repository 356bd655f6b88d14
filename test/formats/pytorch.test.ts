/**
 * PyTorch folders, read back in torch: `npm run test:formats`, with a SKIPWIRE_PYTHON that has torch, torchvision and timm.
 * With UPDATE_FIXTURES=1 it writes what CI compares with (test/reference/fixtures/pytorch.json).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { analyze } from '../../core/analysis/analyze';
import { buildPreset } from '../../core/presets';
import { preprocessingSchema } from '../../core/study/data';
import type { ExportFormat } from '../../core/study/export-format';
import { exportFormats, exportRun } from '../../main/exporting';
import { type CheckOptions, checkExport, sampleFor } from '../../main/exporting/check/check';
import { readPytorch } from '../../main/exporting/check/pytorch';
import { networkCode } from '../../main/exporting/code';
import { launchProcess } from '../../main/processes/launch';
import { drawPictures, largestDifferences, pixelsInTraining } from '../integration/exporting/odd-pictures';
import { makeRun } from '../integration/exporting/support';
import { reshapedDocument } from '../support/documents';
import { ENGINE_TIMEOUT, testEngine } from '../support/engine';
import { everyOperator } from '../support/every-operator';
import { runPython } from '../support/python';
import { answered, FIXTURE, pytorchFixture, readFixture } from '../support/pytorch';
import { bundledWorker } from '../support/worker';

const out = mkdtempSync(join(tmpdir(), 'skipwire-pytorch-'));
let options: CheckOptions;

beforeAll(async () => {
  const engine = await testEngine();
  options = {
    runner: { findEngine: async () => engine, launch: launchProcess, entry: bundledWorker() },
    datasetFolder: join(out, 'no-data-set'),
  };
}, ENGINE_TIMEOUT);
afterAll(() => rmSync(out, { recursive: true, force: true }));

async function exported(
  graph: Parameters<typeof makeRun>[0],
  how: Parameters<typeof makeRun>[1],
  { check = options, format = 'pytorch' }: { check?: CheckOptions | undefined; format?: ExportFormat } = {},
) {
  const made = await makeRun(graph, { headScale: 1, ...how });
  try {
    const path = mkdtempSync(join(out, 'model-'));
    for await (const one of exportFormats(made.store, made.id, [{ format, path }], { check })) return one;
  } finally {
    rmSync(dirname(made.folder), { recursive: true, force: true });
  }
  throw new Error('nothing was written');
}

test.each([
  ['resnet20', 'study', 'none'],
  ['resnet20', 'paper', 'per-pixel-mean'],
  ['resnet18', 'torchvision', 'per-channel'],
  ['resnet50', 'keras', 'none'],
  ['plain34', 'study', 'none'],
] as const)(
  '%s of the style %s, normalization %s, gives the same answers',
  async (name, style, normalization) => {
    const graph = buildPreset(name, { width: 0.25, classes: 4, style, inputShape: [33, 36, 3] });
    const { check } = await exported(graph, { normalization });
    expect(check).toMatchObject({ result: 'equal', images: 32 });
  },
  ENGINE_TIMEOUT,
);

test(
  'normalizations of values of any rank give the same answers',
  async () => {
    const { check } = await exported(reshapedDocument(), { normalization: 'none' });
    expect(check).toMatchObject({ result: 'equal', images: 32 });
  },
  ENGINE_TIMEOUT,
);

test(
  'every operator gives the same answers from a Hugging Face folder',
  async () => {
    const { check } = await exported(everyOperator(), { normalization: 'none' }, { format: 'huggingface' });
    expect(check).toMatchObject({ result: 'equal', images: 32 });
  },
  ENGINE_TIMEOUT,
);

test.each([
  ['resnet20', 'cifar'],
  ['resnet18', 'study'],
  ['resnet50', 'torchvision'],
  ['plain20', 'study'],
  ['every operator', ''],
] as const)(
  "the code view's %s %s takes the exported weights, and gives the same answers",
  async (name, style) => {
    const graph =
      name === 'every operator'
        ? everyOperator()
        : buildPreset(name, { classes: 4, style: style as 'study' });
    const { path } = await exported(graph, { normalization: 'none' }, { check: undefined });
    writeFileSync(join(path, 'code.py'), networkCode(graph, 'pytorch'));
    const { difference, params } = runPython<{ difference: number; params: number }>(
      join(__dirname, 'code_runs.py'),
      [path],
    );
    expect(difference).toBe(0);
    expect(params).toBe(analyze(graph).totals.params);
  },
  ENGINE_TIMEOUT,
);

test.each(['resnet18', 'resnet50'])(
  "torchvision's own %s takes the weights, and gives the same answers",
  async (name) => {
    const graph = buildPreset(name, { classes: 7, style: 'torchvision', inputShape: [64, 64, 3] });
    const { path } = await exported(graph, { normalization: 'per-channel' });
    const script = join(__dirname, 'torchvision_reads.py');
    const found = runPython<{ difference: number; tracked: unknown }>(script, [path, name, '7']);
    expect(found.difference).toBeLessThan(1e-5);
    expect(found.tracked).toEqual(['torch.int64', [], 1]);
  },
  ENGINE_TIMEOUT,
);

test.each([
  ['resnet18', 'torchvision', 1, 'per-channel'],
  ['resnet20', 'study', 0.25, 'per-pixel-mean'],
] as const)(
  'a Hugging Face folder of %s %s opens in timm, or with its own Python',
  async (name, style, width, normalization) => {
    const graph = buildPreset(name, { width, classes: 7, style, inputShape: [48, 48, 3] });
    const { check } = await exported(graph, { normalization }, { format: 'huggingface' });
    expect(check).toMatchObject({ result: 'equal', images: 32 });
  },
  ENGINE_TIMEOUT,
);

test(
  'every operator gives the same answers, which are the ones that CI compares with',
  async () => {
    const { network, path } = await pytorchFixture(out);
    let scores: Float32Array = new Float32Array();
    const read = async (back: Parameters<typeof readPytorch>[0]) => (scores = await readPytorch(back));
    const check = { read, tolerance: 1e-4 };
    const result = await checkExport(check, path, network, () => sampleFor(network, options), options);
    expect(result).toMatchObject({ result: 'equal' });
    const found = answered(path, scores);
    if (process.env.UPDATE_FIXTURES) writeFileSync(FIXTURE, `${JSON.stringify(found)}\n`);
    expect(found.files).toEqual(readFixture().files);
  },
  ENGINE_TIMEOUT,
);

const PREPARED = `import sys
sys.path.insert(0, sys.argv[1])
from preprocess import preprocess
import numpy as np, torch
images = torch.stack([preprocess(file) for file in sys.argv[3:]])
images = (images * (255 / float(sys.argv[2]))).permute(0, 2, 3, 1).round().byte().numpy()
print(images.ravel().tolist())`;

test.each([
  [[21, 40, 3], '0-1', { fit: 'fit', interpolation: 'area' }],
  [[33, 30, 1], '0-255', { fit: 'crop', interpolation: 'bicubic' }],
] as const)(
  'preprocess.py prepares each kind of picture as training does: %j in %s, %j',
  async (inputShape, inputRange, how) => {
    const preprocessing = preprocessingSchema.parse(how);
    const graph = buildPreset('resnet20', { width: 0.25, classes: 4, inputShape });
    const made = await makeRun(graph, { preprocessing });
    const path = mkdtempSync(join(out, 'model-'));
    await exportRun(made.store, made.id, 'pytorch', path, { inputRange, force: true });
    rmSync(dirname(made.folder), { recursive: true, force: true });
    const files = (await drawPictures(mkdtempSync(join(out, 'pictures')), 'all')).filter(
      (file) => !file.endsWith('cmyk.jpg'),
    );
    const ours = await pixelsInTraining(files, out, { imageShape: inputShape, preprocessing });
    const white = inputRange === '0-1' ? 1 : 255;
    const python = process.env.SKIPWIRE_PYTHON as string;
    const { stdout } = spawnSync(python, ['-c', PREPARED, path, `${white}`, ...files], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    const theirs = Uint8Array.from(JSON.parse(stdout));
    const off = largestDifferences(ours, theirs, ours.length / files.length);
    expect(off).toHaveLength(11);
    // What is transparent is rounded once more.
    const most = (file: string) => (/alpha\.(png|webp)$/.test(file) ? 2 : 1);
    expect(files.filter((file, index) => (off[index] as number) > most(file))).toEqual([]);
  },
  ENGINE_TIMEOUT,
);
