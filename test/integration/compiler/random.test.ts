/** Random draws: initial values and dropout are pure functions of (seed, name) and (seed, step, layer). */
import type { GraphDocument } from '../../../core/graph/document';
import { removeShortcuts } from '../../../core/network/shortcuts';
import type { Initializer } from '../../../core/ops/operator';
import { compile, compileFrozen } from '../../../main/compiler';
import { emit } from '../../../main/compiler/emit';
import { differentiate } from '../../../main/compiler/gradients';
import { Builder } from '../../../main/compiler/ir/builder';
import {
  float32,
  images,
  int32,
  labels,
  noiseArray,
  number,
  options,
  readVariables,
} from '../../support/batches';
import { documentOf, smallResNet } from '../../support/documents';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';

const SHAPE = [32, 32, 3];

async function initialValues(document: GraphDocument, seeds: number[], shape = SHAPE) {
  const model = compile(document, options(shape, { momentum: 0.9 }));
  return withSession(model, async (session) => {
    const values: Map<string, Float32Array>[] = [];
    for (const seed of seeds) {
      await session.run('init', { seed: int32(seed) });
      values.push(await readVariables(session, model));
    }
    return values;
  });
}

test(
  'arms share the start of the parameters that they share; another seed gives another',
  async () => {
    const [residual, otherSeed] = await initialValues(smallResNet(), [1, 2]);
    const [plain] = await initialValues(removeShortcuts(smallResNet()), [1]);
    expect(plain!.size).toBeLessThan(residual!.size);
    for (const [name, values] of plain!)
      expect({ name, values }).toEqual({ name, values: residual!.get(name) });
    expect(otherSeed!.get('stem.conv/kernel')).not.toEqual(residual!.get('stem.conv/kernel'));
    expect(residual!.get('stage1.block1.conv1/kernel')).not.toEqual(
      residual!.get('stage1.block1.conv2/kernel'),
    );
    expect(new Set(residual!.get('stem.bn/gamma'))).toEqual(new Set([1]));
    expect(new Set(residual!.get('stem.conv/kernel/momentum'))).toEqual(new Set([0]));
  },
  ENGINE_TIMEOUT,
);

const KERNEL = [3, 3, 32, 64] as const;
const FAN_IN = 9 * 32;
const FAN_OUT = 9 * 64;

/** The initializer, the variance that keras.initializers.VarianceScaling gives it, and its distribution. */
const spreads: [Initializer, variance: number, 'uniform' | 'normal'][] = [
  ['glorot_uniform', 2 / (FAN_IN + FAN_OUT), 'uniform'],
  ['glorot_normal', 2 / (FAN_IN + FAN_OUT), 'normal'],
  ['he_uniform', 2 / FAN_IN, 'uniform'],
  ['he_normal', 2 / FAN_IN, 'normal'],
  ['lecun_uniform', 1 / FAN_IN, 'uniform'],
  ['lecun_normal', 1 / FAN_IN, 'normal'],
];

/** Draws of initializers for kernels of these shapes, by their index. */
async function draws(asked: readonly (readonly [Initializer, readonly number[]])[]): Promise<number[][]> {
  const build = new Builder();
  const seed = build.value('input', 'seed', [], { dtype: 'int32', shape: [] });
  const values = asked.map(([initializer, shape], key) =>
    build.value('initial_value', `w${key}/initial_value`, [seed], { initializer, shape, key }),
  );
  const outputs = Object.fromEntries(values.map((value, index) => [`w${index}`, value]));
  build.entry({ name: 'draw', inputs: { seed }, outputs, effects: [] });
  const model = { savedModel: emit(build.finish(), { tags: ['t'] }), tags: ['t'] };
  const drawn = await withSession(model, (session) => session.run('draw', { seed: int32(5) }));
  return asked.map((_, index) => Array.from(drawn[`w${index}`]!.data as Float32Array));
}

test(
  'initial values have the spread that keras.initializers give them',
  async () => {
    const drawn = await draws(spreads.map(([initializer]) => [initializer, KERNEL]));
    spreads.forEach(([initializer, variance, distribution], index) => {
      const data = drawn[index]!;
      const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
      const received = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
      const deviation = Math.sqrt(variance);
      // A uniform draw ends at sqrt(3) deviations; a normal one is cut off at two deviations of the uncut
      // distribution, whose own deviation is larger.
      const limit = distribution === 'uniform' ? Math.sqrt(3) * deviation : (2 * deviation) / 0.87962566;
      const largest = Math.max(...data.map(Math.abs));
      expect({
        initializer,
        deviation: Math.abs(Math.sqrt(received) / deviation - 1) < 0.02,
        limit: largest <= limit * (1 + 1e-6) && largest > 0.97 * limit,
        mean: Math.abs(mean) < 0.02 * deviation,
      }).toEqual({ initializer, deviation: true, limit: true, mean: true });
    });
  },
  ENGINE_TIMEOUT,
);

test(
  'orthogonal kernels: columns of length one at right angles, or rows where there are fewer of them',
  async () => {
    const shapes = [
      [3, 3, 4, 8],
      [1, 1, 4, 12],
      [6, 6],
    ];
    const drawn = await draws(shapes.map((shape) => ['orthogonal', shape]));
    shapes.forEach((shape, index) => {
      const columns = shape.at(-1)!;
      const data = drawn[index]!;
      const rows = data.length / columns;
      const vector = (at: number) =>
        rows >= columns
          ? Array.from({ length: rows }, (_, row) => data[row * columns + at]!)
          : data.slice(at * columns, (at + 1) * columns);
      const count = Math.min(rows, columns);
      for (let a = 0; a < count; a++) {
        for (let b = 0; b < count; b++) {
          const product = vector(a).reduce((sum, value, place) => sum + value * vector(b)[place]!, 0);
          expect(product).toBeCloseTo(a === b ? 1 : 0, 5);
        }
      }
    });
    // Uniform over all orthogonal matrices: without the correction of signs the first entry would be negative always.
    const many = await draws(Array.from({ length: 40 }, () => ['orthogonal', [2, 2]] as const));
    const negative = many.filter(([first]) => first! < 0).length;
    expect(negative).toBeGreaterThan(8);
    expect(negative).toBeLessThan(32);
  },
  ENGINE_TIMEOUT,
);

test(
  'dropout scales what it keeps, its gradient is that of central differences, and (seed, step, layer) determine it',
  async () => {
    const rate = 0.3;
    const size = 4000;
    const build = new Builder();
    const x = build.value('input', 'x', [], { dtype: 'float32', shape: [null, size] });
    const seed = build.value('input', 'seed', [], { dtype: 'int32', shape: [] });
    const step = build.value('input', 'step', [], { dtype: 'int32', shape: [] });
    const y = build.value('dropout', 'drop/forward', [x, seed, step], { rate, key: 11, per: 'value' });
    const other = build.value('dropout', 'other/forward', [x, seed, step], { rate, key: 12, per: 'value' });
    const loss = build.value('sum', 'loss', [y], {});
    const [dx] = differentiate(build, build.finish().nodes, loss, [x]);
    build.entry({ name: 'drop', inputs: { x, seed, step }, outputs: { y, other, dx: dx! }, effects: [] });
    const model = { savedModel: emit(build.finish(), { tags: ['t'] }), tags: ['t'] };

    await withSession(model, async (session) => {
      const data = noiseArray(3, 2 * size);
      const run = async (seedValue: number, stepValue: number, at = data) => {
        const result = await session.run('drop', {
          x: images([size], at),
          seed: int32(seedValue),
          step: int32(stepValue),
        });
        return Object.fromEntries(
          ['y', 'other', 'dx'].map((key) => [key, result[key]!.data as Float32Array]),
        );
      };
      const first = await run(1, 0);
      const factor = Math.fround(1 / (1 - rate));
      const mask = first.dx!;
      expect([...new Set(mask)].sort()).toEqual([0, factor]);
      expect(mask.filter((value) => value === 0).length / mask.length).toBeCloseTo(rate, 1);
      expect(first.y).toEqual(data.map((value, index) => value * mask[index]!));
      // Element by element, so one pair of runs gives all central differences; a power of two loses no digits.
      const h = 2 ** -4;
      const above = (
        await run(
          1,
          0,
          data.map((value) => value + h),
        )
      ).y!;
      const below = (
        await run(
          1,
          0,
          data.map((value) => value - h),
        )
      ).y!;
      const differences = above.map((value, index) => (value - below[index]!) / (2 * h));
      expect(Math.max(...differences.map((value, index) => Math.abs(value - mask[index]!)))).toBeLessThan(
        1e-4,
      );
      expect(await run(1, 0)).toEqual(first);
      expect((await run(1, 1)).dx).not.toEqual(mask);
      expect((await run(2, 0)).dx).not.toEqual(mask);
      expect(first.other).not.toEqual(first.y);
    });
  },
  ENGINE_TIMEOUT,
);

/** y and its gradient for ones [batch, 3, 2, channels], by (seed, step). */
async function dropped(per: 'channel' | 'example', rate: number, draws: [number, number][]) {
  const [batch, height, width, channels] = [200, 3, 2, 5];
  const build = new Builder();
  const x = build.value('input', 'x', [], { dtype: 'float32', shape: [null, height, width, channels] });
  const seed = build.value('input', 'seed', [], { dtype: 'int32', shape: [] });
  const step = build.value('input', 'step', [], { dtype: 'int32', shape: [] });
  const y = build.value('dropout', 'drop/forward', [x, seed, step], { rate, key: 11, per });
  const loss = build.value('sum', 'loss', [y], {});
  const [dx] = differentiate(build, build.finish().nodes, loss, [x]);
  build.entry({ name: 'drop', inputs: { x, seed, step }, outputs: { y, dx: dx! }, effects: [] });
  const model = { savedModel: emit(build.finish(), { tags: ['t'] }), tags: ['t'] };
  const ones = new Float32Array(batch * height * width * channels).fill(1);
  return withSession(model, async (session) => {
    const results: { y: Float32Array; dx: Float32Array }[] = [];
    for (const [seedValue, stepValue] of draws) {
      const feeds = {
        x: images([height, width, channels], ones),
        seed: int32(seedValue),
        step: int32(stepValue),
      };
      const result = await session.run('drop', feeds);
      results.push({ y: result.y!.data as Float32Array, dx: result.dx!.data as Float32Array });
    }
    const unitOf = (index: number) => {
      const example = Math.floor(index / (height * width * channels));
      return per === 'example' ? example : example * channels + (index % channels);
    };
    return { results, unitOf };
  });
}

test.each(['channel', 'example'] as const)(
  'a dropout per %s keeps or drops it as one; gradient and draw follow (seed, step)',
  async (per) => {
    const rate = 0.3;
    const { results, unitOf } = await dropped(per, rate, [
      [1, 0],
      [1, 0],
      [1, 1],
      [2, 0],
    ]);
    const [first, again, nextStep, otherSeed] = results;
    const factor = Math.fround(1 / (1 - rate));
    const units = new Map<number, Set<number>>();
    first!.y.forEach((value, index) => {
      units.set(unitOf(index), (units.get(unitOf(index)) ?? new Set()).add(value));
    });
    expect(units.size).toBe(per === 'example' ? 200 : 1000);
    const values = [...units.values()].map((set) => [...set]);
    expect(values.filter((set) => set.length !== 1)).toEqual([]);
    expect([...new Set(values.flat())].sort()).toEqual([0, factor]);
    const share = values.flat().filter((value) => value === 0).length / units.size;
    expect(Math.abs(share - rate)).toBeLessThan(0.1);
    // The input is all ones, so the output is the mask, and the mask is the gradient.
    expect(first!.dx).toEqual(first!.y);
    expect(again).toEqual(first);
    expect(nextStep!.y).not.toEqual(first!.y);
    expect(otherSeed!.y).not.toEqual(first!.y);
  },
  ENGINE_TIMEOUT,
);

test(
  'layers that drop draw by themselves, and predict as if they were not there',
  async () => {
    const network = (...drops: Parameters<typeof documentOf>[1][number][]) =>
      documentOf('drops', [
        { id: 'input', type: 'Input', params: { shape: [6, 5, 3] } },
        { id: 'conv', type: 'Conv2D', params: { filters: 8 } },
        ...drops,
        { id: 'pool', type: 'GlobalAveragePooling2D' },
        { id: 'head', type: 'Dense', params: { units: 3, activation: 'softmax' } },
      ]);
    const x = images([6, 5, 3], noiseArray(2, 4 * 90).map(Math.abs));
    const run = (document: GraphDocument) =>
      withSession(compile(document, options([6, 5, 3])), async (session) => {
        await session.run('init', { seed: int32(3) });
        const { y } = await session.run('predict', { x });
        const feeds = {
          learning_rate: float32(0),
          seed: int32(3),
          step: int32(0),
          x,
          y: labels([0, 1, 2, 0]),
        };
        return { y: y!.data, loss: number((await session.run('train_on_batch', feeds)).loss) };
      });
    const without = await run(network());
    const losses = new Set([without.loss]);
    for (const [type, params] of [
      ['SpatialDropout2D', { rate: 0.5 }],
      ['StochasticDepth', { survivalRate: 0.5 }],
      ['StochasticDepth', { survivalRate: 0.5, mode: 'batch' }],
      ['Dropout', { rate: 0.5 }],
    ] as const) {
      const one = await run(network({ id: 'a', type, params }));
      expect({ type, y: one.y }).toEqual({ type, y: without.y });
      losses.add(one.loss);
      losses.add((await run(network({ id: 'b', type, params }))).loss);
    }
    expect(losses.size).toBe(9);
  },
  ENGINE_TIMEOUT,
);

test(
  'a frozen model predicts what the trained one predicts',
  async () => {
    const document = smallResNet({ inputShape: [24, 20, 3], classes: 5 });
    const model = compile(document, options([24, 20, 3]));
    const x = images([24, 20, 3], noiseArray(9, 3 * 24 * 20 * 3).map(Math.abs));
    const { expected, weights } = await withSession(model, async (session) => {
      await session.run('init', { seed: int32(4) });
      const inputs = { learning_rate: float32(0.1), seed: int32(4), step: int32(0), x, y: labels([0, 3, 4]) };
      const { loss } = await session.run('train_on_batch', inputs);
      expect(number(loss)).toBeGreaterThan(0);
      const { y } = await session.run('predict', { x });
      return { expected: y!, weights: await readVariables(session, model) };
    });
    const frozen = { savedModel: compileFrozen(document, weights), tags: ['serve'] };
    const received = await withSession(frozen, (session) => session.run('serving_default', { x }));
    const values = Object.values(received)[0]!;
    expect(values.shape).toEqual([3, 5]);
    Array.from(expected.data as Float32Array).forEach((value, index) => {
      expect((values.data as Float32Array)[index]).toBeCloseTo(value, 5);
    });
  },
  ENGINE_TIMEOUT,
);
