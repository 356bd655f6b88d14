/** Mixed precision in TensorFlow: the short types follow float32 as closely as their rounding allows. */
import type { OptimizerInput } from '../../../core/study/optimizer';
import type { Precision } from '../../../core/study/precision';
import { compile } from '../../../main/compiler';
import { emit } from '../../../main/compiler/emit';
import { differentiate } from '../../../main/compiler/gradients';
import { Builder } from '../../../main/compiler/ir/builder';
import type { FloatingType } from '../../../main/compiler/ir/tensor-type';
import type { Program, Value } from '../../../main/compiler/ir/types';
import { precision as precisionPass } from '../../../main/compiler/passes/precision';
import type { CompiledModel } from '../../../main/compiler/types';
import type { Session } from '../../../main/engine/types';
import {
  float32,
  images,
  int32,
  labels,
  noise,
  number,
  options,
  readVariables,
  writeVariables,
} from '../../support/batches';
import { smallResNet } from '../../support/documents';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { operatorCases, operatorFamilies, operatorTensors } from '../../support/operator-fixtures';
import { feedsOf, programOf } from '../../support/operator-program';

const SHAPE = [16, 16, 3];
const BATCH = 12;
const STEPS = 30;
/** Relative rounding of a float with 8 or 11 bits of mantissa. */
const ROUNDING = { bfloat16: 2 ** -8, float16: 2 ** -11 } as const;

const network = smallResNet({ width: 1 / 8, inputShape: SHAPE, classes: 4 });

const random = noise(5);
const batch = {
  x: images(
    SHAPE,
    Float32Array.from({ length: BATCH * 16 * 16 * 3 }, () => 0.5 + 0.4 * random()),
  ),
  y: labels(Array.from({ length: BATCH }, (_, index) => index % 4)),
};

async function train(precision: Precision) {
  const model = compile(network, { ...options(SHAPE, { momentum: 0.9 }), precision });
  return withSession(model, async (session) => {
    await session.run('init', { seed: int32(3) });
    const losses: number[] = [];
    for (let step = 0; step < STEPS; step++) {
      const scalars = { learning_rate: float32(0.01), seed: int32(1), step: int32(step) };
      losses.push(number((await session.run('train_on_batch', { ...scalars, ...batch })).loss));
    }
    const { y } = await session.run('predict', { x: batch.x });
    return { losses, y: y!.data as Float32Array, variables: await readVariables(session, model) };
  });
}

let inFloat32: ReturnType<typeof train> | undefined;

test.each(['bfloat16', 'float16'] as const)(
  'a network trains in %s as it does in float32',
  async (precision) => {
    inFloat32 ??= train('float32');
    const [long, short] = [await inFloat32, await train(precision)];
    // The first loss differs by rounding alone, through some eight layers.
    expect(Math.abs(short.losses[0]! / long.losses[0]! - 1)).toBeLessThan(8 * ROUNDING[precision]);
    expect(short.losses[0]).not.toBe(long.losses[0]);
    expect(long.losses.at(-1)).toBeLessThan(0.5 * long.losses[0]!);
    expect(short.losses.at(-1)).toBeLessThan(0.5 * short.losses[0]!);
    // Variables keep what a short type could not hold.
    const kernel = short.variables.get('stem.conv/kernel') as Float32Array;
    expect(Array.from(kernel).some((value) => Math.abs(value) % ROUNDING[precision] ** 2 !== 0)).toBe(true);
    for (const row of [0, 1, 2]) {
      const sum = short.y.slice(4 * row, 4 * row + 4).reduce((all, share) => all + share, 0);
      expect(sum).toBeCloseTo(1, 5);
    }
  },
  ENGINE_TIMEOUT,
);

describe('dynamic loss scaling', () => {
  /** One step on the batch times `gain`; what changed, and the scale after it. */
  async function step(session: Session, model: CompiledModel, gain: number, number_: number) {
    const before = await readVariables(session, model);
    const x = { ...batch.x, data: (batch.x.data as Float32Array).map((value) => gain * value) };
    const scalars = { learning_rate: float32(0.01), seed: int32(1), step: int32(number_) };
    const { loss } = await session.run('train_on_batch', { ...scalars, x, y: batch.y });
    const after = await readVariables(session, model);
    const changed = [...before.keys()].filter((name) => {
      const [old, fresh] = [before.get(name)!, after.get(name)!];
      return Array.from(old).some((value, index) => !Object.is(value, fresh[index]));
    });
    return { loss: number(loss), changed, scale: after.get('.loss_scale/scale')![0], after };
  }

  async function setState(session: Session, model: CompiledModel, scale: number, goodSteps: number) {
    const values = await readVariables(session, model);
    values.set('.loss_scale/scale', Float32Array.of(scale));
    values.set('.loss_scale/good_steps', Float32Array.of(goodSteps));
    await writeVariables(session, model, (name) => values.get(name));
  }

  const optimizers: [string, OptimizerInput, slot: string][] = [
    ['momentum', { type: 'sgd', momentum: 0.9, clipnorm: 1 }, 'momentum'],
    ['adamw', { type: 'adamw', weightDecay: 0.1, l2: 0.01, amsgrad: true, globalClipnorm: 1 }, 'momentum'],
    ['rmsprop', { type: 'rmsprop', centered: true, weightDecay: 0.1, clipvalue: 0.5 }, 'velocity'],
  ];
  test.each(optimizers)(
    '%s: a step that overflows changes no weight and no slot, and halves the scale',
    async (_name, optimizer, slot) => {
      const model = compile(network, { ...options(SHAPE), optimizer, precision: 'float16' });
      await withSession(model, async (session) => {
        await session.run('init', { seed: int32(3) });
        expect((await readVariables(session, model)).get('.loss_scale/scale')).toEqual(
          Float32Array.of(2 ** 15),
        );
        await setState(session, model, 256, 7);
        const good = await step(session, model, 1, 0);
        expect(good.scale).toBe(256);
        expect(good.after.get('.loss_scale/good_steps')).toEqual(Float32Array.of(8));
        expect(good.changed).toContain('stem.conv/kernel');
        expect(good.changed).toContain(`stem.conv/kernel/${slot}`);
        // Beyond the largest float16, 65504.
        const bad = await step(session, model, 1e6, 1);
        expect(bad.scale).toBe(128);
        expect(bad.after.get('.loss_scale/good_steps')).toEqual(Float32Array.of(0));
        const kept = bad.changed.filter(
          (name) => !name.startsWith('.loss_scale') && !name.includes('/moving_'),
        );
        expect(kept).toEqual([]);
      });
    },
    ENGINE_TIMEOUT,
  );

  test(
    'the scale is doubled after 2000 good steps',
    async () => {
      const model = compile(network, { ...options(SHAPE), precision: 'float16' });
      await withSession(model, async (session) => {
        await session.run('init', { seed: int32(3) });
        await setState(session, model, 256, 1999);
        const { scale, after } = await step(session, model, 1, 0);
        expect(scale).toBe(512);
        expect(after.get('.loss_scale/good_steps')).toEqual(Float32Array.of(0));
      });
    },
    ENGINE_TIMEOUT,
  );
});

/** How far a small network of one operator may be off, relative to the whole tensor. */
const CLOSE = { bfloat16: 0.1, float16: 0.03 } as const;
/** Rounding makes ties, and a maximum may pass its gradient on to another of them, or to several. */
const hasTies = (key: string, name: string) =>
  key === 'gradient/input' && /^(Global)?MaxPooling2D/.test(name);

describe.each(operatorFamilies())('the operators of %s in bfloat16 and float16', (family) => {
  const tensors = operatorTensors(family);

  test.each(operatorCases(family).map((spec) => [spec.name, spec] as const))(
    '%s',
    async (name, spec) => {
      const all = [...(await tensors)];
      const weights = all.flatMap(([key, tensor]) =>
        key.startsWith(`${name}/weight/`) ? [[key.slice(name.length + 1), tensor] as const] : [],
      );
      const run = (program: Program) =>
        withSession({ savedModel: emit(program, { tags: ['case'] }), tags: ['case'] }, (session) =>
          session.run('case', feedsOf(spec, weights)),
        );
      const long = await run(programOf(spec));
      for (const dtype of ['bfloat16', 'float16'] as const) {
        const short = await run(programOf(spec, precisionPass(dtype).run));
        for (const [key, { data }] of Object.entries(long)) {
          if (hasTies(key, name)) continue;
          const [expected, received] = [data as Float32Array, short[key]!.data as Float32Array];
          const size = (values: Float32Array) => Math.hypot(...values);
          const difference = size(expected.map((value, index) => value - received[index]!));
          // Relative to the whole tensor, as a unit at a kink of its function may fall to either side.
          const relative = difference / (size(expected) + 1e-3 * Math.sqrt(expected.length));
          const close = relative < CLOSE[dtype];
          expect({ dtype, key, relative, close }).toEqual({ dtype, key, relative, close: true });
        }
      }
    },
    ENGINE_TIMEOUT,
  );
});

type Build = (build: Builder, inputs: readonly Value[]) => Value;

/** y and the gradients of sum(y) by the inputs, all of `dtype` inside, for images [N,H,W,C] and vectors [N,C]. */
async function computed(
  dtype: FloatingType,
  feeds: readonly { shape: readonly number[]; data: Float32Array }[],
  of: Build,
): Promise<Record<string, Float32Array>> {
  const build = new Builder();
  const longs = feeds.map(({ shape }, index) =>
    build.value('input', `x${index}`, [], { dtype: 'float32', shape: [null, ...shape] }),
  );
  const shorts = longs.map((long, index) => build.value('cast', `short${index}`, [long], { dtype }));
  const y = build.value('cast', 'y', [of(build, shorts)], { dtype: 'float32' });
  const loss = build.value('sum', 'loss', [y], {});
  const gradients = differentiate(build, build.finish().nodes, loss, longs);
  const outputs = Object.fromEntries([
    ['y', y],
    ...gradients.map((gradient, index) => [`d${index}`, gradient!]),
  ]);
  build.entry({
    name: 'case',
    inputs: Object.fromEntries(longs.map((long, index) => [`x${index}`, long])),
    outputs,
    effects: [],
  });
  const model = { savedModel: emit(build.finish(), { tags: ['case'] }), tags: ['case'] };
  const fed = feeds.map(({ shape, data }, index) => [`x${index}`, images(shape, data)] as const);
  const result = await withSession(model, (session) => session.run('case', Object.fromEntries(fed)));
  return Object.fromEntries(Object.entries(result).map(([key, { data }]) => [key, data as Float32Array]));
}

describe.each(['bfloat16', 'float16'] as const)('in %s', (dtype) => {
  // Added up one by one, ones would stop at 256 in bfloat16 and at 2048 in float16.
  const side = 64;
  const ones = new Float32Array(side * side).fill(1);

  test(
    'the gradient of a gate is summed in float32',
    async () => {
      const feeds = [
        { shape: [side, side, 1], data: ones },
        { shape: [1], data: Float32Array.of(1) },
      ];
      const { d1 } = await computed(dtype, feeds, (build, inputs) =>
        build.value('channel_scale', 'scale', inputs, {}),
      );
      expect(d1).toEqual(Float32Array.of(side * side));
    },
    ENGINE_TIMEOUT,
  );

  test(
    'the gradient of nearest upsampling is summed in float32',
    async () => {
      const feeds = [{ shape: [1, 1, 1], data: Float32Array.of(1) }];
      const { d0 } = await computed(dtype, feeds, (build, [x]) =>
        build.value('upsample', 'up', [x!], { size: [side, side], method: 'nearest' }),
      );
      expect(d0).toEqual(Float32Array.of(side * side));
    },
    ENGINE_TIMEOUT,
  );

  test(
    'values that are largest together are counted in float32',
    async () => {
      const feeds = [{ shape: [side, side, 1], data: ones }];
      const { d0 } = await computed(dtype, feeds, (build, [x]) =>
        build.value('spatial_max', 'max', [x!], {}),
      );
      expect(new Set(d0)).toEqual(new Set([1 / (side * side)]));
    },
    ENGINE_TIMEOUT,
  );

  test.each(['value', 'channel', 'example'] as const)(
    'a dropout per %s drops what it drops in float32, and its gradient is its mask',
    async (per) => {
      const [batch, shape] = [64, [3, 2, 5]];
      const feeds = [{ shape, data: new Float32Array(batch * 30).fill(1) }];
      const drop: Build = (build, [x]) => {
        const scalar = (name: string) =>
          build.value('constant', name, [], { dtype: 'int32', shape: [], value: 3 });
        const inputs = [x!, scalar('seed'), scalar('step')];
        return build.value('dropout', 'drop', inputs, { rate: 0.3, key: 11, per });
      };
      const long = await computed('float32', feeds, drop);
      const short = await computed(dtype, feeds, drop);
      expect(short.y!.map(Math.sign)).toEqual(long.y!.map(Math.sign));
      expect(short.d0).toEqual(short.y);
      expect(Math.abs(Math.max(...short.y!) * 0.7 - 1)).toBeLessThan(ROUNDING[dtype]);
    },
    ENGINE_TIMEOUT,
  );
});
