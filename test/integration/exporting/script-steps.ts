/** Two steps of training from given weights, each on all images at once: what our graph loses, and the scripts that do the same. */
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setLearningRateFactor, setTrainable } from '../../../core/edit';
import type { GraphDocument } from '../../../core/graph/document';
import type { ExportFormat } from '../../../core/study/export-format';
import { learningRateAt } from '../../../core/study/learning-rate';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { compile } from '../../../main/compiler';
import { DatasetStore } from '../../../main/datasets';
import { selectSplits } from '../../../main/datasets/selection';
import { exportRun } from '../../../main/exporting';
import { float32, images, int32, labels, number, writeVariables } from '../../support/batches';
import { documentOf } from '../../support/documents';
import { withSession } from '../../support/engine';
import { makeRun, type Training } from './support';

const SHAPE = [32, 32, 3];
const SIZE = 32 * 32 * 3;
const DATA = { dataset: 'shapes', trainLimit: 12, valLimit: 6, batchSize: 12, epochs: 2 };

/**
 * No bias is in front of a normalization: its gradient is rounding, which Adam turns into whole steps.
 * @param head what the last layer has
 */
const network = (name: string, head: Record<string, unknown> = {}): GraphDocument =>
  documentOf(name, [
    { id: 'images', type: 'Input', params: { shape: SHAPE } },
    {
      id: 'first.conv',
      type: 'Conv2D',
      params: { filters: 4, kernelSize: [5, 5], strides: [4, 4], useBias: false },
    },
    { id: 'first.bn', type: 'BatchNormalization' },
    { id: 'first.relu', type: 'Activation', params: { function: 'relu' } },
    { id: 'body.wise', type: 'DepthwiseConv2D', params: { padding: 'same', useBias: false } },
    { id: 'body.bn', type: 'BatchNormalization' },
    { id: 'body.add', type: 'Add', from: ['body.bn', 'first.relu'] },
    { id: 'pool', type: 'GlobalAveragePooling2D' },
    { id: 'head', type: 'Dense', params: { units: 10, activation: 'softmax', ...head } },
  ]);

export interface StepCase {
  name: string;
  document: GraphDocument;
  training: Training;
  /** What the weights are taken from, where it is another network. */
  start?: GraphDocument;
  /** Layers whose weights stay. */
  frozen?: readonly string[];
  /** How many layers the script says that begin with given weights, such as "4 of 5". */
  begun: string;
}

const tuned = setLearningRateFactor(
  setTrainable(network('tuned'), ['first.conv', 'first.bn'], false),
  ['head'],
  10,
);

export const stepCases: readonly StepCase[] = [
  {
    name: 'Nesterov momentum, an L2 penalty on kernels, a smoothed loss, a warm-up in steps',
    document: network('nesterov'),
    training: {
      optimizer: {
        ...{ type: 'sgd', learningRate: 0.2, momentum: 0.9, nesterov: true },
        ...{ l2: 0.02, decaySparesNormsAndBiases: true, clipnorm: null },
      },
      schedule: { type: 'steps', boundaries: [1], warmup: 1, factor: 0.5 },
      labelSmoothing: 0.1,
    },
    begun: '5 of 5',
  },
  {
    name: 'AdamW with a frozen beginning, a faster head, clipping by norm, a decaying rate',
    document: tuned,
    training: {
      optimizer: { type: 'adamw', learningRate: 0.01, weightDecay: 0.1, clipnorm: 0.5, amsgrad: true },
      schedule: { type: 'exponential', every: 1, factor: 0.5 },
    },
    frozen: ['first.conv', 'first.bn'],
    begun: '5 of 5',
  },
  {
    name: 'RMSprop, centered, with momentum, global clipping and an L2 penalty, on a line',
    document: network('rmsprop'),
    training: {
      optimizer: {
        ...{ type: 'rmsprop', learningRate: 0.01, momentum: 0.5, centered: true },
        ...{ l2: 0.01, globalClipnorm: 1 },
      },
      schedule: { type: 'linear', floor: 0.2 },
    },
    begun: '5 of 5',
  },
  {
    name: 'a new head, with decoupled decay and clipping by value',
    document: setLearningRateFactor(network('headed', { kernelInitializer: 'zeros' }), ['first.bn'], 0.1),
    start: network('pretrained', { units: 7 }),
    training: {
      optimizer: {
        ...{ type: 'sgd', learningRate: 0.3, momentum: 0.5, weightDecay: 0.1 },
        ...{ decaySparesNormsAndBiases: true, clipvalue: 0.02 },
      },
      schedule: { type: 'cosine' },
    },
    begun: '4 of 5',
  },
];

export interface Steps {
  /** Cross-entropy of each step. */
  losses: number[];
  /** On the validation images, after both. */
  valLoss: number;
}

/** @param formats of the script, and of the weights. @returns what our graph does, and where the files are. */
export async function stepsOf(
  { document, start = document, training }: StepCase,
  folder: string,
  formats: { script: ExportFormat; weights: ExportFormat },
): Promise<{ ours: Steps; script: string; weights: string }> {
  const settings = trainingSettingsSchema.parse({ ...DATA, ...training });
  const run = await makeRun(document, { training: { ...DATA, ...training } });
  const begun = await makeRun(start, { headScale: 1, biases: true });
  const script = join(folder, `${document.name}.${formats.script}.py`);
  const weights = join(folder, `${document.name}.keras`);
  await exportRun(run.store, run.id, formats.script, script);
  await exportRun(begun.store, begun.id, formats.weights, weights);
  const { tensors } = await begun.store.chosen(begun.id);
  for (const made of [run, begun]) rmSync(dirname(made.folder), { recursive: true, force: true });

  const [train, val] = await pictures(folder, settings);
  const { optimizer, labelSmoothing, schedule } = settings;
  const model = compile(document, {
    optimizer,
    labelSmoothing,
    batchSize: DATA.batchSize,
    imageShape: SHAPE,
  });
  const ours = await withSession(model, async (session) => {
    await writeVariables(session, model, (name) => {
      const isHead = name.startsWith('head/');
      return isHead && start !== document ? undefined : tensors.get(name)?.data;
    });
    const losses: number[] = [];
    for (const step of [0, 1]) {
      const point = { step, stepsPerEpoch: 1, totalSteps: 2, history: [] };
      const rate = learningRateAt(schedule, optimizer.learningRate, point);
      const fed = { learning_rate: float32(rate), seed: int32(0), step: int32(step) };
      const { loss } = await session.run('train_on_batch', { ...train, ...fed });
      losses.push(number(loss));
    }
    const { y } = await session.run('predict', { x: val.x });
    return {
      losses,
      valLoss: crossEntropy(y!.data as Float32Array, val.y.data as Int32Array, labelSmoothing),
    };
  });
  return { ours, script, weights };
}

/** All that the script draws. */
async function pictures(folder: string, settings: ReturnType<typeof trainingSettingsSchema.parse>) {
  const store = new DatasetStore({ root: join(folder, 'store') });
  if (!(await store.list()).some(({ id, state }) => id === 'shapes' && state === 'ready')) {
    await store.generate({ trainCount: DATA.trainLimit, valCount: DATA.valLimit, seed: 1 });
  }
  const { splits } = await selectSplits(store.folder('shapes'), await store.manifest('shapes'), settings);
  return [splits.train, splits.validation].map((split) => {
    if (split.kind === 'files') throw new Error('Shapes are no files.');
    const pixels = readFileSync(split.imagesFile).subarray(0, split.count * SIZE);
    const classes = new Int32Array(new Uint8Array(readFileSync(split.labelsFile)).buffer);
    return {
      x: images(
        SHAPE,
        Float32Array.from(pixels, (level) => level / 255),
      ),
      y: labels([...classes.subarray(0, split.count)]),
    };
  }) as [Fed, Fed];
}

interface Fed {
  x: ReturnType<typeof images>;
  y: ReturnType<typeof labels>;
}

function crossEntropy(scores: Float32Array, classes: Int32Array, smoothing: number): number {
  const each = scores.length / classes.length;
  const losses = Array.from(classes, (label, index) => {
    const row = scores.subarray(index * each, (index + 1) * each);
    return row.reduce((sum, score, at) => {
      const target = (at === label ? 1 - smoothing : 0) + smoothing / each;
      return sum - target * Math.log(score);
    }, 0);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}
