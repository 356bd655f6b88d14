/**
 * PyTorch folders, read back in torch: `npm run test:formats`, with a SKIPWIRE_PYTHON that has torch, torchvision and timm.
 * With UPDATE_FIXTURES=1 it writes what CI compares with (test/reference/fixtures/pytorch.json).
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildPreset } from '../../core/presets';
import type { ExportFormat } from '../../core/study/export-format';
import { exportFormats } from '../../main/exporting';
import { type CheckOptions, checkExport, sampleFor } from '../../main/exporting/check/check';
import { readPytorch } from '../../main/exporting/check/pytorch';
import { launchProcess } from '../../main/processes/launch';
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
