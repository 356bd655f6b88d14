/** Models compiled for a GPU that together hold every TensorFlow op the compiler can write. */
import type { GraphDocument } from '../../core/graph/document';
import { initializers } from '../../core/ops/operator';
import { buildPreset } from '../../core/presets';
import { type Augmentation, augmentationSchema } from '../../core/study/augmentation';
import { preprocessingSchema } from '../../core/study/data';
import { precisionSchema } from '../../core/study/precision';
import { compile } from '../../main/compiler';
import { compileDecoder } from '../../main/compiler/decoder';
import { emit } from '../../main/compiler/emit';
import { precision } from '../../main/compiler/passes/precision';
import { compilePreview } from '../../main/compiler/preview';
import type { CompileOptions, FileSplit, SplitSource } from '../../main/compiler/types';
import { options } from './batches';
import { documentOf, mixedDocument, windowsDocument } from './documents';
import { type DecodedModel, decodeModel } from './graph-def';
import { operatorCases, operatorFamilies } from './operator-fixtures';
import { programOf } from './operator-program';

const SHAPE = [32, 32, 3];
const raw = (name: string): SplitSource => ({
  imagesFile: `${name}.u8`,
  labelsFile: `${name}.i32`,
  count: 50,
});
const files = (name: string): FileSplit => ({
  kind: 'files',
  pathsFile: `${name}.txt`,
  root: 'pictures',
  labelsFile: `${name}.i32`,
  count: 50,
});
const dataset = (of: (name: string) => SplitSource) => ({
  train: of('train'),
  validation: of('validation'),
  test: of('test'),
});

const small = documentOf('small', [
  { id: 'input', type: 'Input', params: { shape: SHAPE } },
  { id: 'conv', type: 'Conv2D', params: { filters: 4 } },
  { id: 'norm', type: 'BatchNormalization' },
  { id: 'relu', type: 'Activation', params: { function: 'relu' } },
  { id: 'dropout', type: 'Dropout' },
  { id: 'depth', type: 'StochasticDepth', params: { survivalRate: 0.5 } },
  { id: 'add', type: 'Add', from: ['relu', 'depth'] },
  { id: 'pool', type: 'GlobalAveragePooling2D' },
  { id: 'head', type: 'Dense', params: { units: 10, activation: 'softmax' } },
]);

const trained = (document: GraphDocument, changes: Partial<CompileOptions>): DecodedModel =>
  decodeModel(
    compile(document, { ...options(SHAPE), device: 'gpu', dataset: dataset(raw), ...changes }).savedModel,
  );

const augmentations: Partial<Augmentation>[] = [
  { flip: true, padAndCrop: 4 },
  { cutout: 8 },
  { flip: true, padAndCrop: 4, cutout: 8 },
  { randomResizedCrop: augmentationSchema.parse({ randomResizedCrop: {} }).randomResizedCrop },
  { colorJitter: augmentationSchema.parse({ colorJitter: {} }).colorJitter },
  { mixup: 0.2 },
  { cutmix: 1 },
  { mixup: 0.2, cutmix: 1 },
];

const optimizers: CompileOptions['optimizer'][] = [
  { type: 'sgd', clipnorm: null },
  { type: 'sgd', momentum: 0.9, nesterov: true, weightDecay: 0.1 },
  { type: 'sgd', momentum: 0.9, l2: 1e-4, decaySparesNormsAndBiases: true, clipvalue: 0.5 },
  { type: 'adam', globalClipnorm: 1 },
  { type: 'adam', amsgrad: true },
  { type: 'adamw', decaySparesNormsAndBiases: true },
  { type: 'rmsprop' },
  { type: 'rmsprop', momentum: 0.9 },
  { type: 'rmsprop', centered: true },
  { type: 'rmsprop', centered: true, momentum: 0.9 },
];

const initialized = documentOf('initialized', [
  { id: 'input', type: 'Input', params: { shape: SHAPE } },
  // Each kernel is a wide matrix.
  ...initializers.map((kernelInitializer, index) => ({
    id: kernelInitializer,
    type: 'Conv2D',
    params: { filters: 4 + index, kernelSize: [1, 1], kernelInitializer },
  })),
  { id: 'pool', type: 'GlobalAveragePooling2D' },
  { id: 'head', type: 'Dense', params: { units: 10, activation: 'softmax' } },
]);

const twoHeads = documentOf('two heads', [
  { id: 'input', type: 'Input', params: { shape: SHAPE } },
  { id: 'flat', type: 'Flatten' },
  { id: 'a', type: 'Dense', params: { units: 10, activation: 'softmax' } },
  { id: 'b', type: 'Dense', params: { units: 10, activation: 'softmax' }, from: ['flat'] },
  { id: 'mean', type: 'Average', from: ['a', 'b'] },
]);

/** Trainings: networks and settings, in every precision but for what is done to images, which are float32 throughout. */
export function* trainings(): Generator<[name: string, model: DecodedModel]> {
  const settings: Partial<CompileOptions>[] = [
    {},
    { labelSmoothing: 0.1 },
    { findNonFinite: true },
    { diagnostics: true },
    { preciseBatchNorm: true },
    { dataset: undefined },
    { dataset: dataset(files), normalization: 'per-channel' },
    { normalization: 'per-pixel-mean' },
    ...optimizers.map((optimizer) => ({ optimizer })),
    { resident: true },
  ];
  const ofImages = augmentations.flatMap((augmentation) =>
    (['none', 'per-channel', 'per-pixel-mean'] as const).flatMap((normalization) => {
      const setting = { augmentation: augmentationSchema.parse(augmentation), normalization };
      return [setting, { ...setting, resident: true }];
    }),
  );
  for (const dtype of precisionSchema.options) {
    for (const setting of settings) {
      yield [`${JSON.stringify(setting)} in ${dtype}`, trained(small, { ...setting, precision: dtype })];
    }
    for (const id of ['resnet20', 'resnet50']) {
      yield [`${id} in ${dtype}`, trained(buildPreset(id, { width: 1 / 16 }), { precision: dtype })];
    }
    for (const document of [mixedDocument('softmax'), windowsDocument()]) {
      const changes = { imageShape: [9, 7, 3], precision: dtype };
      yield [`${document.name} in ${dtype}`, trained(document, changes)];
    }
    yield [`two heads in ${dtype}`, trained(twoHeads, { precision: dtype })];
  }
  for (const setting of ofImages) yield [JSON.stringify(setting), trained(small, setting)];
  yield ['every initializer', trained(initialized, {})];
}

/** Each row of the table of operators with its gradients, in every precision; also as exports have it. */
export function* operators(): Generator<[name: string, model: DecodedModel]> {
  for (const family of operatorFamilies()) {
    for (const row of operatorCases(family)) {
      for (const dtype of precisionSchema.options) {
        const program = programOf(row, dtype === 'float32' ? undefined : precision(dtype).run);
        for (const kernels of ['cuDNN', 'TensorFlow'] as const) {
          const model = decodeModel(emit(program, { tags: ['operator'], kernels }));
          yield [`${row.name} in ${dtype}, kernels of ${kernels}`, model];
        }
      }
    }
  }
}

/** The small models without a network: decoding of photographs, and previews of images. */
export function* tools(): Generator<[name: string, model: DecodedModel]> {
  for (const fit of ['stretch', 'fit', 'crop'] as const) {
    for (const interpolation of ['bilinear', 'bicubic', 'area'] as const) {
      const preprocessing = preprocessingSchema.parse({ fit, interpolation });
      const decoding = { imageShape: [5, 7, 1], preprocessing, batchSize: 3, threads: 2 };
      yield [
        `decoder, ${fit}, ${interpolation}`,
        decodeModel(compileDecoder(files('train'), decoding).savedModel),
      ];
    }
  }
  for (const augmentation of augmentations) {
    const preview = {
      source: files('shown'),
      train: files('train'),
      indices: [1, 2],
      imageShape: SHAPE,
      preprocessing: preprocessingSchema.parse({}),
      augmentation: augmentationSchema.parse(augmentation),
      normalization: 'per-channel' as const,
      threads: 2,
    };
    yield [`preview, ${JSON.stringify(augmentation)}`, decodeModel(compilePreview(preview).savedModel)];
  }
}
