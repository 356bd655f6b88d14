/** ONNX files, read back in onnxruntime: answers, names and the oldest versions that read them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { GraphDocument } from '../../../core/graph/document';
import { buildPreset } from '../../../core/presets';
import { type ExportOptions, type ExportTask, exportFormats, exportRun } from '../../../main/exporting';
import type { CheckOptions } from '../../../main/exporting/check/check';
import { modelType } from '../../../main/exporting/onnx/schema';
import { launchProcess } from '../../../main/processes/launch';
import { smallResNet } from '../../support/documents';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { everyOperator } from '../../support/every-operator';
import { bundledWorker } from '../../support/worker';
import { makeRun } from './support';

const out = mkdtempSync(join(tmpdir(), 'skipwire-onnx-'));
let checks: CheckOptions;

beforeAll(async () => {
  const engine = await testEngine();
  checks = {
    runner: { findEngine: async () => engine, launch: launchProcess, entry: bundledWorker() },
    datasetFolder: join(out, 'no-data-set'),
  };
}, ENGINE_TIMEOUT);
afterAll(() => rmSync(out, { recursive: true, force: true }));

type Asked = ExportOptions & Pick<ExportTask, 'options'>;

async function exported(
  graph: GraphDocument,
  how: Parameters<typeof makeRun>[1] = {},
  { options, ...asked }: Asked = {},
) {
  const made = await makeRun(graph, { headScale: 1, biases: true, ...how });
  try {
    const path = join(out, `${graph.name}.onnx`);
    const tasks = [{ format: 'onnx', path, options } as const];
    for await (const one of exportFormats(made.store, made.id, tasks, {
      ...asked,
      force: true,
      check: checks,
    }))
      return { ...one, model: modelType.toObject(modelType.decode(readFileSync(path)), { longs: Number }) };
  } finally {
    rmSync(dirname(made.folder), { recursive: true, force: true });
  }
  throw new Error('nothing was written');
}

test.each(['resnet20', 'resnet50'] as const)(
  '%s gives the same answers in onnxruntime',
  async (name) => {
    const graph = buildPreset(name, { width: 0.25, classes: 4 });
    const { check, model } = await exported(graph, { normalization: 'per-channel' });
    expect(check).toMatchObject({ result: 'equal', images: 32 });
    expect(model).toMatchObject({ ir_version: 4, opset_import: [{ version: 9 }] });
  },
  ENGINE_TIMEOUT,
);

const [any, height, width] = [{ dim_param: 'N' }, { dim_value: 32 }, { dim_value: 32 }];
const channels = { dim_value: 3 };

test.each<[string, Asked, { elem_type: number; dim: readonly object[] }]>([
  ['0-255', { inputRange: '0-255' }, { elem_type: 1, dim: [any, channels, height, width] }],
  [
    // 32 images in batches of 5 leave a short one.
    'channels last, five at a time',
    { options: { layout: 'nhwc', batch: 5 } },
    { elem_type: 1, dim: [{ dim_value: 5 }, height, width, channels] },
  ],
  ['pixels', { options: { pixels: true } }, { elem_type: 2, dim: [any, height, width, channels] }],
  [
    'pixels, channels first',
    { options: { pixels: true, layout: 'nchw' } },
    { elem_type: 2, dim: [any, channels, height, width] },
  ],
])(
  'the input can be: %s',
  async (_name, asked, { elem_type, dim }) => {
    const graph = smallResNet({ classes: 4 });
    const { check, model, inference } = await exported(graph, { normalization: 'per-channel' }, asked);
    expect(check).toMatchObject({ result: 'equal', images: 32 });
    expect(model.graph.input).toEqual([
      { name: 'images', type: { tensor_type: { elem_type, shape: { dim } } } },
    ]);
    const [{ value }] = model.metadata_props as [{ value: string }];
    expect(JSON.parse(value).inference).toEqual(inference);
  },
  ENGINE_TIMEOUT,
);

test(
  'BatchNorm is folded into convolutions, in ONNX and in a SavedModel',
  async () => {
    const graph = smallResNet({ classes: 4 });
    const { check, model } = await exported(graph, { normalization: 'per-channel' }, { foldBatchNorm: true });
    expect(check).toMatchObject({ result: 'equal', images: 32 });
    const used = new Set(model.graph.node.map(({ op_type }: { op_type: string }) => op_type));
    expect([used.has('Conv'), used.has('BatchNormalization')]).toEqual([true, false]);

    const made = await makeRun(graph, { headScale: 1, biases: true });
    const how = { foldBatchNorm: true, check: checks };
    const path = join(out, 'folded');
    expect((await exportRun(made.store, made.id, 'savedmodel', path, how)).check).toMatchObject({
      result: 'equal',
    });
    expect(readFileSync(join(path, 'saved_model.pb')).includes('FusedBatchNorm')).toBe(false);
    await expect(exportRun(made.store, made.id, 'keras', join(out, 'a.keras'), how)).rejects.toThrow(
      /Keras .* keeps BatchNorm layers/,
    );
    rmSync(dirname(made.folder), { recursive: true, force: true });
  },
  ENGINE_TIMEOUT,
);

test(
  'every operator gives the same answers, and no two nodes share a name',
  async () => {
    const { check, model } = await exported(everyOperator(), { normalization: 'per-pixel-mean' });
    expect(check).toMatchObject({ result: 'equal' });
    const names: string[] = model.graph.node.map(({ name }: { name: string }) => name);
    expect(new Set(names).size).toBe(names.length);
  },
  ENGINE_TIMEOUT,
);
