/** Images on the training device are, to the network, the same as those from the input pipeline. */
import { type Augmentation, augmentationSchema, type Normalization } from '../../../core/study/augmentation';
import { compile } from '../../../main/compiler';
import type { CompileOptions } from '../../../main/compiler/types';
import type { Session, TensorValue } from '../../../main/engine/types';
import { float32, int32, number, options, readVariables } from '../../support/batches';
import { documentOf } from '../../support/documents';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { drain, peekable } from '../../support/peek';
import { linear, noiseSplit, temporaryFolder } from '../../support/small-data';

const SHAPE = [7, 6, 3];
const COUNT = 23;
const folder = temporaryFolder();

function prepared(change: Partial<CompileOptions> = {}): CompileOptions {
  const split = (name: string, count: number) => noiseSplit(folder(), name, { shape: SHAPE, count }).split;
  const dataset = { train: split('train', COUNT), validation: split('val', 9), test: split('exam', 12) };
  return { ...options(SHAPE, { momentum: 0.9 }), batchSize: 5, dataset, ...change };
}

type Batches = Record<string, TensorValue>[];
const labelsOf = (batches: Batches) => batches.map(({ y }) => Array.from(y!.data as Int32Array));
const pixelsOf = (batches: Batches) => batches.flatMap(({ x }) => Array.from(x!.data as Float32Array));

interface Seen {
  epochs: Batches[];
  /** Validation, test, and validation again. */
  evaluations: Batches[];
}

/** What a training would see. */
async function look(session: Session): Promise<Seen> {
  await session.run('load_data');
  const epochs: Batches[] = [];
  for (const [epoch, first] of [
    [1, 0],
    [2, 0],
    [2, 3],
  ] as const) {
    await session.run('begin_epoch', { seed: int32(3), epoch: int32(epoch), first_batch: int32(first) });
    epochs.push(await drain(session, 'peek_train'));
  }
  const evaluations: Batches[] = [];
  for (const begin of ['begin_validation', 'begin_test', 'begin_validation']) {
    await session.run(begin);
    evaluations.push(await drain(session, 'peek_validation'));
  }
  return { epochs, evaluations };
}

const colorJitter = { brightness: 0.4, contrast: 0.5, saturation: 0.6 };
const crop = { minScale: 0.08, maxScale: 1, minRatio: 3 / 4, maxRatio: 4 / 3 };
const cases: [string, Partial<Augmentation>, Normalization][] = [
  ['as they are', {}, 'none'],
  ['mirrored', { flip: true }, 'per-channel'],
  ['padded and cropped', { padAndCrop: 2 }, 'none'],
  ['mirrored, padded and cropped, by the mean of the channels', { flip: true, padAndCrop: 2 }, 'per-channel'],
  ['mirrored, padded and cropped, by the mean image', { flip: true, padAndCrop: 2 }, 'per-pixel-mean'],
  ['cut out', { cutout: 3 }, 'per-channel'],
  ['cropped and resized, in other colors', { randomResizedCrop: crop, colorJitter }, 'none'],
  [
    'with all of it',
    { flip: true, padAndCrop: 2, randomResizedCrop: crop, colorJitter, cutout: 3 },
    'per-channel',
  ],
];

test.each(cases)(
  'images %s',
  async (_name, change, normalization) => {
    const augmentation = augmentationSchema.parse(change);
    const seen = async (resident: boolean) =>
      withSession(peekable(linear(SHAPE, COUNT), prepared({ augmentation, normalization, resident })), look);
    const brought = await seen(false);
    const held = await seen(true);
    for (const name of ['epochs', 'evaluations'] as const) {
      expect(held[name].map(labelsOf)).toEqual(brought[name].map(labelsOf));
      held[name].forEach((batches, index) => {
        const expected = pixelsOf(brought[name][index]!);
        const furthest = pixelsOf(batches).reduce(
          (most, value, at) => Math.max(most, Math.abs(value - expected[at]!)),
          0,
        );
        expect(pixelsOf(batches)).toHaveLength(expected.length);
        // In one of the two places TensorFlow computes these by another order of operations.
        const reordered = change.randomResizedCrop || change.colorJitter;
        expect(furthest).toBeLessThanOrEqual(reordered ? 1e-6 : 0);
      });
    }
    expect(held.epochs.map((batches) => batches.length)).toEqual([5, 5, 2]);
    expect(held.evaluations.map((batches) => batches.length)).toEqual([2, 3, 2]);
  },
  ENGINE_TIMEOUT,
);

const network = documentOf('small', [
  { id: 'input', type: 'Input', params: { shape: SHAPE } },
  { id: 'conv', type: 'Conv2D', params: { filters: 4, kernelSize: [3, 3], padding: 'same' } },
  { id: 'bn', type: 'BatchNormalization' },
  { id: 'relu', type: 'Activation' },
  { id: 'drop', type: 'Dropout', params: { rate: 0.3 } },
  { id: 'flat', type: 'Flatten' },
  { id: 'head', type: 'Dense', params: { units: COUNT, activation: 'softmax' } },
]);

test(
  'a training with images that are held makes the same numbers',
  async () => {
    const augmentation = augmentationSchema.parse({ flip: true, padAndCrop: 2 });
    const trained = async (resident: boolean) => {
      const model = compile(network, prepared({ augmentation, normalization: 'per-channel', resident }));
      return withSession(model, async (session) => {
        await session.run('load_data');
        await session.run('init', { seed: int32(5) });
        const losses: number[] = [];
        for (const epoch of [1, 2, 3]) {
          const begun = { seed: int32(5), epoch: int32(epoch), first_batch: int32(0) };
          await session.run('begin_epoch', begun);
          for (let step = 0; step < model.stepsPerEpoch!; step++) {
            const at = {
              learning_rate: float32(0.05),
              seed: int32(5),
              step: int32(epoch * model.stepsPerEpoch! + step),
            };
            losses.push(number((await session.run('train_step', at)).loss));
          }
        }
        await session.run('begin_validation');
        losses.push(number((await session.run('eval_step')).loss_sum));
        return { losses, weights: await readVariables(session, model) };
      });
    };
    const brought = await trained(false);
    const held = await trained(true);
    expect(held.losses).toHaveLength(16);
    expect(held).toEqual(brought);
  },
  ENGINE_TIMEOUT,
);
