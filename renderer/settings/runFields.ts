/** The form's fields of the data, the length of a run, its loss, its checkpoints and what it records. */
import { catalogueNames } from '../../core/study/data';
import { precisionChoiceSchema } from '../../core/study/precision';
import type { Option, SettingField } from './field';

export const METRICS: readonly Option[] = [
  { value: 'valAccuracy', label: 'validation accuracy' },
  { value: 'valLoss', label: 'validation loss' },
  { value: 'accuracy', label: 'training accuracy' },
  { value: 'loss', label: 'training loss' },
];

export const dataFields: readonly SettingField[] = [
  {
    key: 'dataset',
    path: 'dataset',
    label: 'data set',
    control: 'choice',
    options: Object.entries(catalogueNames).map(([value, label]) => ({ value, label })),
    help: 'The images that are learned from.',
  },
  {
    key: 'trainLimit',
    path: 'trainLimit',
    label: 'train on first',
    noun: 'training images',
    control: 'integer',
    empty: 'all',
    help: 'Only the first N training images, for a quick look. Nothing takes all.',
  },
  {
    key: 'valLimit',
    path: 'valLimit',
    label: 'validate on first',
    noun: 'validation images',
    control: 'integer',
    empty: 'all',
    help: 'Only the first N validation images. Nothing takes all.',
  },
];

export const lengthFields: readonly SettingField[] = [
  {
    key: 'epochs',
    path: 'epochs',
    label: 'epochs',
    control: 'integer',
    help: 'How often every training image is seen.',
  },
  {
    key: 'batchSize',
    path: 'batchSize',
    label: 'batch size',
    control: 'integer',
    help: 'Images of one step. More need more memory.',
  },
];

export const lossFields: readonly SettingField[] = [
  {
    key: 'labelSmoothing',
    path: 'labelSmoothing',
    label: 'label smoothing',
    control: 'number',
    help: 'Share of a label that is spread over all classes (Szegedy et al., 2016); 0 is off, 0.1 is usual.',
  },
  {
    key: 'precision',
    path: 'precision',
    label: 'precision',
    control: 'choice',
    options: precisionChoiceSchema.options.map((value) => ({ value, label: value })),
    help: 'What convolutions and matrix products compute in. Weights, normalization and loss stay in float32; float16 scales the loss. auto measures one convolution of these networks in each and takes the fastest.',
  },
];

export const batchNormFields: readonly SettingField[] = [
  {
    key: 'preciseBatchNorm.on',
    path: 'preciseBatchNorm',
    label: 'precise BN',
    control: 'switch',
    off: null,
    help: 'Before each validation, the mean and variance that BatchNorm validates with are re-estimated from training batches (Wu and Johnson, arXiv 2105.07576). Off, they are moving averages, which need many steps to settle.',
  },
  {
    key: 'preciseBatchNorm.batches',
    path: 'preciseBatchNorm.batches',
    label: 'from',
    noun: 'batches',
    unit: 'batches',
    control: 'integer',
    help: 'Training batches, at most the full ones of an epoch. About 10,000 images are enough; each costs a forward pass.',
    when: { key: 'preciseBatchNorm.on', is: [true] },
  },
];

export const checkpointFields: readonly SettingField[] = [
  {
    key: 'checkpoints.best',
    path: 'checkpoints.best',
    label: 'best by',
    noun: 'best checkpoint by',
    control: 'choice',
    options: METRICS,
    help: 'The checkpoint of the best epoch by this metric is kept beside the newest.',
  },
  {
    key: 'checkpoints.keep',
    path: 'checkpoints.keep',
    label: 'keep newest',
    noun: 'checkpoints kept',
    control: 'integer',
    help: 'So many of the newest checkpoints are kept; older ones are deleted, but for the best.',
  },
  {
    key: 'checkpoints.everySteps',
    path: 'checkpoints.everySteps',
    label: 'also every',
    noun: 'checkpoint every',
    unit: 'steps',
    control: 'integer',
    empty: 'each epoch only',
    help: 'Beside the one at the end of each epoch, a checkpoint every so many steps: less is lost when the machine goes away.',
  },
  {
    key: 'earlyStopping.on',
    path: 'earlyStopping',
    label: 'early stopping',
    control: 'switch',
    off: null,
    help: 'Ends a run whose metric no longer improves.',
  },
  {
    key: 'earlyStopping.metric',
    path: 'earlyStopping.metric',
    label: 'watches',
    control: 'choice',
    options: METRICS,
    help: 'What has to improve.',
    when: { key: 'earlyStopping.on', is: [true] },
  },
  {
    key: 'earlyStopping.patience',
    path: 'earlyStopping.patience',
    label: 'patience',
    unit: 'epochs',
    control: 'integer',
    help: 'Epochs without improvement before the run ends.',
    when: { key: 'earlyStopping.on', is: [true] },
  },
  {
    key: 'earlyStopping.minDelta',
    path: 'earlyStopping.minDelta',
    label: 'least change',
    control: 'number',
    help: 'A smaller change than this is no improvement.',
    when: { key: 'earlyStopping.on', is: [true] },
  },
];

export const recordFields: readonly SettingField[] = [
  {
    key: 'diagnosticsEvery',
    path: 'diagnosticsEvery',
    label: 'measure blocks',
    noun: 'block measurements every',
    unit: 'steps',
    control: 'integer',
    empty: 'never',
    help: 'Gradient norm, update ratio and activation spread of each block: why plain nets degrade. They color the blocks in Build while it trains.',
  },
  {
    key: 'histograms',
    path: 'histograms',
    label: 'histograms',
    control: 'toggle',
    help: 'Histograms of the weights for TensorBoard at the end of each epoch.',
  },
];
