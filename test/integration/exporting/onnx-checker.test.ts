/** onnx.checker on exported files, all in one Python process: every kind of input, and the oldest operator set by operator. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { GraphDocument } from '../../../core/graph/document';
import { buildPreset } from '../../../core/presets';
import type { ExportOptionValues } from '../../../core/study/export-format';
import { exportFormats } from '../../../main/exporting';
import { modelType } from '../../../main/exporting/onnx/schema';
import { documentOf, type NodeSpec } from '../../support/documents';
import { everyOperator } from '../../support/every-operator';
import { describeNeeding } from '../../support/needs';
import { onnxPython, runPython } from '../../support/python';
import { makeRun } from './support';

const classifier = (name: string, layers: readonly NodeSpec[], useBias = true): GraphDocument =>
  documentOf(name, [
    { id: 'x', type: 'Input', params: { shape: [6, 5, 4] } },
    ...layers,
    { id: 'mean', type: 'GlobalAveragePooling2D' },
    { id: 'out', type: 'Dense', params: { units: 3, useBias, activation: 'softmax' } },
  ]);
const activated = (fn: string) =>
  classifier(fn, [{ id: 'layer', type: 'Activation', params: { function: fn } }]);

const network = () => buildPreset('resnet20', { width: 0.25, classes: 4 });

interface Row {
  graph: GraphDocument;
  options?: ExportOptionValues;
  folds?: boolean;
  opset: number;
  /** Where the checker overlooks what changed: a softmax was over its axis and all behind it. */
  accepted?: number;
}

const rows: Record<string, Row> = {
  'any batch': { graph: network(), opset: 9 },
  'one batch': { graph: network(), options: { batch: 5 }, opset: 9 },
  'channels last': { graph: network(), options: { layout: 'nhwc' }, opset: 9 },
  pixels: { graph: network(), options: { pixels: true }, opset: 9 },
  folded: { graph: network(), folds: true, opset: 9 },
  'every operator': { graph: everyOperator(), opset: 13 },
  'a product without a bias': { graph: classifier('product', [], false), opset: 11 },
  relu6: { graph: activated('relu6'), opset: 11 },
  gelu: { graph: activated('gelu'), opset: 9 },
  hard_swish: { graph: activated('hard_swish'), opset: 9 },
  selu: { graph: activated('selu'), opset: 9 },
  'softmax of an image': { graph: activated('softmax'), opset: 13, accepted: 9 },
  ...Object.fromEntries(
    (
      [
        ['ZeroPadding2D', {}, 11],
        ['Cropping2D', { cropping: [1, 0, 0, 1] }, 10],
        ['UpSampling2D', {}, 13],
        ['UpSampling2D', { interpolation: 'bilinear' }, 13],
        ['ZeroPaddedShortcut', { filters: 6, strides: [1, 1] }, 11],
        ['ZeroPaddedShortcut', { filters: 4, strides: [2, 2] }, 10],
        ['Conv2DTranspose', { filters: 3, strides: [2, 3], kernelSize: [1, 4] }, 9],
        ['DepthwiseConv2D', { dilation: [2, 2] }, 9],
        ['MaxPooling2D', { padding: 'same' }, 9],
        ['LayerNormalization', {}, 9],
        ['GroupNormalization', { groups: 2 }, 9],
        ['BatchNormalization', {}, 9],
        ['Rescaling', { scale: 2, offset: 1 }, 9],
      ] as const
    ).map(([type, params, opset]): [string, Row] => [
      `${type} ${JSON.stringify(params)}`,
      {
        graph: classifier(type, [{ id: 'layer', type, params: { ...params } as NodeSpec['params'] }]),
        opset,
      },
    ]),
  ),
};

describeNeeding(onnxPython)('onnx.checker, with full_check,', () => {
  const out = mkdtempSync(join(tmpdir(), 'skipwire-onnx-checker-'));
  const files = new Map<string, string>();
  let found: Record<string, { error: string | null; oldest: number | null }>;

  beforeAll(async () => {
    for (const [index, [name, { graph, options, folds = false }]] of Object.entries(rows).entries()) {
      const made = await makeRun(graph, { normalization: 'per-channel' });
      const path = join(out, `${index}.onnx`);
      const asked = exportFormats(made.store, made.id, [{ format: 'onnx', path, options }], {
        foldBatchNorm: folds,
      });
      for await (const exported of asked) files.set(name, exported.path);
      rmSync(dirname(made.folder), { recursive: true, force: true });
    }
    found = runPython(join(__dirname, 'onnx_checker.py'), [...files.values()]);
  }, 300_000);
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  test.each(Object.entries(rows))('accepts %s, in no older operator set', (name, { opset, accepted }) => {
    const path = files.get(name) as string;
    const model = modelType.toObject(modelType.decode(readFileSync(path)), { longs: Number });
    expect(found[path]).toEqual({ error: null, oldest: accepted ?? opset });
    expect(model.opset_import).toEqual([{ version: opset }]);
    const names: string[] = model.graph.node.map(({ name: of }: { name: string }) => of);
    expect(new Set(names).size).toBe(names.length);
  });
});
