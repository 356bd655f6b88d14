/** A Keras file with the optimizer's state: two steps in Keras from it equal two of our steps from the checkpoint. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { optimizerSchema } from '../../../core/study/optimizer';
import { compile } from '../../../main/compiler';
import { exportFormats } from '../../../main/exporting';
import { float32, images, int32, labels, noiseArray, number, writeVariables } from '../../support/batches';
import { documentOf } from '../../support/documents';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { describeNeeding } from '../../support/needs';
import { kerasPython, runPython } from '../../support/python';
import { makeRun, type Training } from './support';

const SHAPE = [6, 6, 3];
const LABELS = [0, 2, 1, 2];
const IMAGES = noiseArray(5, LABELS.length * 108).map((value) => (value + 1) / 2);

/** A branch whose layers Keras numbers in another order than ours, with layers that have one or no weight to train. */
const network = documentOf('trains on', [
  { id: 'x', type: 'Input', params: { shape: SHAPE } },
  { id: 'deep.conv', type: 'Conv2D', params: { filters: 4, padding: 'same' } },
  { id: 'deep.bn', type: 'BatchNormalization' },
  { id: 'deep.wise', type: 'DepthwiseConv2D', params: { padding: 'same' } },
  { id: 'deep.apart', type: 'SeparableConv2D', params: { filters: 4, padding: 'same' } },
  { id: 'flat.conv', type: 'Conv2D', params: { filters: 4, padding: 'same', useBias: false }, from: ['x'] },
  { id: 'sum', type: 'Add', from: ['flat.conv', 'deep.apart'] },
  { id: 'pool', type: 'GlobalAveragePooling2D' },
  { id: 'out', type: 'Dense', params: { units: 3, activation: 'softmax' } },
]);

interface Case {
  name: string;
  training: Training;
  slots: readonly string[];
  /** That the step behind the checkpoint has. */
  rate: number;
  /** Keras adds the penalty to the loss. */
  penalized?: boolean;
}

const cases: Case[] = [
  {
    name: 'SGD with momentum, on a schedule',
    training: {
      optimizer: { type: 'sgd', learningRate: 0.2, momentum: 0.9, nesterov: true, weightDecay: 0.01 },
      schedule: { type: 'exponential', every: 1, factor: 0.5 },
    },
    slots: ['momentum'],
    rate: 0.1,
  },
  {
    name: 'SGD without state, a smoothed loss',
    training: { optimizer: { type: 'sgd', learningRate: 0.05 }, labelSmoothing: 0.1 },
    slots: [],
    rate: 0.05,
  },
  {
    name: 'AdamW with amsgrad',
    training: { optimizer: { type: 'adamw', learningRate: 0.01, amsgrad: true, clipnorm: null } },
    slots: ['momentum', 'velocity', 'velocity_hat'],
    rate: 0.01,
  },
  {
    name: 'RMSprop, centered, with momentum and an L2 penalty on kernels',
    training: {
      optimizer: {
        ...{ type: 'rmsprop', learningRate: 0.01, momentum: 0.5, centered: true, clipvalue: 0.5 },
        ...{ l2: 0.01, decaySparesNormsAndBiases: true },
      },
    },
    slots: ['velocity', 'momentum', 'average_gradient'],
    rate: 0.01,
    penalized: true,
  },
];

interface Trained {
  losses: number[];
  scores: number[];
}

describeNeeding(kerasPython)('fit goes on from a Keras file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-fit-'));
  const ours: Trained[] = [];
  let theirs: (Trained & { rate: number; steps: number })[];

  beforeAll(async () => {
    const asked = [];
    for (const [index, { training, slots, rate }] of cases.entries()) {
      const path = join(folder, `${index}.keras`);
      const run = await makeRun(network, { training, slots, headScale: 1 });
      const task = { format: 'keras', path, options: { withOptimizer: true } } as const;
      for await (const { check } of exportFormats(run.store, run.id, [task])) expect(check).toBeUndefined();
      const { tensors } = await run.store.chosen(run.id);
      rmSync(dirname(run.folder), { recursive: true, force: true });
      const model = compile(network, {
        optimizer: optimizerSchema.parse(training.optimizer),
        labelSmoothing: training.labelSmoothing ?? 0,
        batchSize: LABELS.length,
        imageShape: SHAPE,
      });
      ours.push(
        await withSession(model, async (session) => {
          await writeVariables(session, model, (name) => tensors.get(name)?.data);
          const losses: number[] = [];
          const x = images(SHAPE, IMAGES);
          for (const step of [1, 2]) {
            const fed = { learning_rate: float32(rate), seed: int32(0), step: int32(step) };
            const { loss } = await session.run('train_on_batch', { x, y: labels(LABELS), ...fed });
            losses.push(number(loss));
          }
          const { y } = await session.run('predict', { x });
          return { losses, scores: Array.from(y!.data as Float32Array) };
        }),
      );
      asked.push({ path, images: Array.from(IMAGES), shape: [LABELS.length, ...SHAPE], labels: LABELS });
    }
    const file = join(folder, 'cases.json');
    writeFileSync(file, JSON.stringify(asked));
    theirs = runPython(join(__dirname, 'keras-fit.py'), [file]);
  }, ENGINE_TIMEOUT);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(cases.map((one, index) => [one.name, one, index] as const))(
    '%s',
    (_, { rate, penalized }, index) => {
      const { losses, scores, ...before } = theirs[index]!;
      expect(before.steps).toBe(1);
      expect(before.rate).toBeCloseTo(rate, 7);
      if (!penalized) {
        losses.forEach((loss, step) => {
          expect(Math.abs(loss - ours[index]!.losses[step]!)).toBeLessThan(1e-5);
        });
      }
      scores.forEach((score, at) => {
        expect(Math.abs(score - ours[index]!.scores[at]!)).toBeLessThan(1e-5);
      });
      // Two steps change the loss by much more than that.
      expect(Math.abs(losses[0]! - losses[1]!)).toBeGreaterThan(1e-3);
    },
  );
});
