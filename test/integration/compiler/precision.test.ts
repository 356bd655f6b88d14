/** Mixed precision in TensorFlow: the short types follow float32 as closely as their rounding allows. */
import { buildPreset } from '../../../core/presets';
import type { OptimizerInput } from '../../../core/study/optimizer';
import type { Precision } from '../../../core/study/settings';
import { compile } from '../../../main/compiler';
import { emit } from '../../../main/compiler/emit';
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
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { operatorCases, operatorFamilies, operatorTensors } from '../../support/operator-fixtures';
import { feedsOf, programOf } from '../../support/operator-program';

const SHAPE = [16, 16, 3];
const BATCH = 12;
const STEPS = 30;
/** Relative rounding of a float with 8 or 11 bits of mantissa. */
const ROUNDING = { bfloat16: 2 ** -8, float16: 2 ** -11 } as const;

const random = noise(5);
const batch = {
  x: images(
    SHAPE,
    Float32Array.from({ length: BATCH * 16 * 16 * 3 }, () => 0.5 + 0.4 * random()),
  ),
  y: labels(Array.from({ length: BATCH }, (_, index) => index % 4)),
};

async function train(precision: Precision) {
  const document = buildPreset('resnet18', {
    width: 8 / 64,
    inputShape: SHAPE as [number, number, number],
    classes: 4,
  });
  const model = compile(document, { ...options(SHAPE, { momentum: 0.9 }), precision });
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

test.each(['bfloat16', 'float16'] as const)(
  'a network trains in %s as it does in float32',
  async (precision) => {
    const [long, short] = [await train('float32'), await train(precision)];
    // The first loss differs by rounding alone, through some twenty layers.
    expect(Math.abs(short.losses[0]! / long.losses[0]! - 1)).toBeLessThan(20 * ROUNDING[precision]);
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

  const optimizers: [string, OptimizerInput][] = [
    ['momentum', { type: 'sgd', momentum: 0.9, clipnorm: 1 }],
    ['adamw', { type: 'adamw', weightDecay: 0.1, l2: 0.01, amsgrad: true, globalClipnorm: 1 }],
    ['rmsprop', { type: 'rmsprop', centered: true, weightDecay: 0.1, clipvalue: 0.5 }],
  ];
  test.each(optimizers)(
    '%s: a step that overflows changes no weight and no slot, and halves the scale',
    async (_name, optimizer) => {
      const document = buildPreset('resnet18', {
        width: 8 / 64,
        inputShape: SHAPE as [number, number, number],
        classes: 4,
      });
      const model = compile(document, {
        ...options(SHAPE),
        optimizer,
        precision: 'float16',
      });
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
        expect(good.changed).toContain('stem.conv/kernel/momentum');
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
      const document = buildPreset('resnet18', {
        width: 4 / 64,
        inputShape: SHAPE as [number, number, number],
        classes: 4,
      });
      const model = compile(document, { ...options(SHAPE), precision: 'float16' });
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

describe.each(operatorFamilies())('the operators of %s in bfloat16', (family) => {
  const tensors = operatorTensors(family);

  test.each(operatorCases(family).map((spec) => [spec.name, spec] as const))(
    '%s',
    async (name, spec) => {
      const all = [...(await tensors)];
      const weights = all.flatMap(([key, tensor]) =>
        key.startsWith(`${name}/weight/`) ? [[key.slice(name.length + 1), tensor] as const] : [],
      );
      const programs = [programOf(spec), programOf(spec, precisionPass('bfloat16').run)];
      const [long, short] = await Promise.all(
        programs.map((program) =>
          withSession({ savedModel: emit(program, { tags: ['case'] }), tags: ['case'] }, (session) =>
            session.run('case', feedsOf(spec, weights)),
          ),
        ),
      );
      for (const [key, { data }] of Object.entries(long!)) {
        // Rounding makes ties, which a maximum passes on to another of them.
        if (key === 'gradient/input' && name.startsWith('MaxPooling2D')) continue;
        const [expected, received] = [data as Float32Array, short![key]!.data as Float32Array];
        const size = (values: Float32Array) => Math.hypot(...values);
        const difference = size(expected.map((value, index) => value - received[index]!));
        // Relative to the whole tensor, as a unit at a kink of its function may fall to either side.
        const relative = difference / (size(expected) + 1e-3 * Math.sqrt(expected.length));
        expect({ key, relative, close: relative < 0.1 }).toMatchObject({ close: true });
      }
    },
    ENGINE_TIMEOUT,
  );
});
