/**
 * Every operator: its value, and its gradient against central differences. The values come from a float64
 * interpreter that knows nothing of TensorFlow; the gradients that are judged are what TensorFlow computes
 * from the compiled gradient rules. All cases are one entry of one program: TensorFlow runs them at once.
 */
import { emit } from '../../../main/compiler/emit';
import { differentiableOperators, differentiate } from '../../../main/compiler/gradients';
import { Builder } from '../../../main/compiler/ir/builder';
import { type Program, type Value, valueKey } from '../../../main/compiler/ir/types';
import { verify } from '../../../main/compiler/ir/verify';
import type { TensorValue } from '../../../main/engine/types';
import { noise } from '../../support/batches';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { gradientCases } from '../../support/reference/cases';
import { evaluate } from '../../support/reference/interpreter';
import { type Tensor, tensor } from '../../support/reference/tensor';

const STEP = 1e-5;

interface Prepared {
  name: string;
  /** The case's own forward nodes, ending in the scalar `loss`. */
  forward: Program;
  feeds: Record<string, Tensor>;
  y: Value;
  loss: Value;
  /** The inputs that gradients are taken for. */
  targets: readonly Value[];
}

const cases = gradientCases();

/** Builds every case into one program. The loss is sum over n, k of row[n] * y[n, k] * column[k]. */
function prepare(): { program: Program; prepared: Prepared[] } {
  let program = new Builder().finish();
  const inputsOfAll: Record<string, Value> = {};
  const outputsOfAll: Record<string, Value> = {};
  const prepared = cases.map(({ name, inputs, build: buildCase, batch, integers }, index): Prepared => {
    const scope = `case${index}`;
    const before = program.nodes.length;
    const build = new Builder(program);
    const random = noise(index + 1);
    const feeds: Record<string, Tensor> = {};
    const feed = (
      part: string,
      shape: readonly (number | null)[],
      dtype: 'float32' | 'int32' = 'float32',
    ): Value => {
      const input = build.value('input', `${scope}/${part}`, [], { dtype, shape });
      const sizes = shape.map((side) => side ?? batch);
      feeds[input.node] = { shape: sizes, data: tensor(sizes).data.map(() => Math.fround(random())) };
      return input;
    };
    const values = inputs.map((shape, input) => feed(`input${input}`, shape));
    const extra = (integers ?? []).map((numbers, input) => {
      const value = feed(`integers${input}`, numbers.length === 1 && batch !== 1 ? [] : [null], 'int32');
      feeds[value.node] = tensor(value.shape.length === 0 ? [] : [numbers.length], numbers);
      return value;
    });
    const y = buildCase(build, `${scope}/forward`, [...values, ...extra]);
    const perExample = y.shape.slice(1).reduce<number>((product, side) => product * (side as number), 1);
    const rows = y.shape.length === 0 ? 1 : (y.shape[0] as number | null);
    const matrix = build.value('reshape', `${scope}/matrix`, [y], { shape: [rows, perExample] });
    const row = feed('row', [rows, 1]);
    const column = feed('column', [perExample, 1]);
    const along = { transposeA: false, transposeB: false };
    const weighted = build.value('matmul', `${scope}/weighted`, [matrix, column], along);
    const product = build.value('matmul', `${scope}/product`, [row, weighted], {
      transposeA: true,
      transposeB: false,
    });
    const loss = build.value('sum', `${scope}/loss`, [product], {});

    const forward = { ...build.finish(), nodes: build.finish().nodes.slice(before) };
    const gradients = differentiate(build, forward.nodes, loss, values);
    outputsOfAll[`${scope}/y`] = y;
    gradients.forEach((gradient, input) => {
      outputsOfAll[`${scope}/d${input}`] = gradient as Value;
    });
    for (const node of Object.keys(feeds)) {
      inputsOfAll[node] = forward.nodes.find((candidate) => candidate.name === node)!.outputs[0]!;
    }
    program = build.finish();
    return { name, forward, feeds, y, loss, targets: values };
  });
  const build = new Builder(program);
  build.entry({ name: 'cases', inputs: inputsOfAll, outputs: outputsOfAll, effects: [] });
  program = build.finish();
  verify(program, 'the gradient cases');
  return { program, prepared };
}

/** d(loss) / d(feed), by central differences. */
function numericGradient({ forward, feeds, loss }: Prepared, node: string): Float64Array {
  const original = feeds[node] as Tensor;
  const lossAt = (data: Float64Array): number =>
    evaluate(forward, { ...feeds, [node]: { ...original, data } }).values.get(valueKey(loss))!.data[0]!;
  return original.data.map((value, index) => {
    const moved = (by: number) => original.data.with(index, value + by);
    return (lossAt(moved(STEP)) - lossAt(moved(-STEP))) / (2 * STEP);
  });
}

function expectClose(received: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  expect({ what, length: received.length }).toEqual({ what, length: expected.length });
  const scale = Math.max(1, ...Array.from(expected, Math.abs));
  const worst = Array.from(expected).reduce(
    (largest, value, index) => Math.max(largest, Math.abs(value - received[index]!)),
    0,
  );
  expect({ what, worst, close: worst <= 5e-5 * scale }).toMatchObject({ close: true });
}

const toFeed = (prepared: Prepared, node: string): TensorValue => {
  const { shape, data } = prepared.feeds[node] as Tensor;
  const integer = node.includes('/integers');
  return integer
    ? { dtype: 'int32', shape, data: Int32Array.from(data) }
    : { dtype: 'float32', shape, data: Float32Array.from(data) };
};

test('the cases cover every operator that has a gradient', () => {
  const covered = new Set(prepare().program.nodes.map((node) => node.operator));
  // Dropout draws its mask in TensorFlow: training.test.ts judges it.
  expect(differentiableOperators.filter((name) => !covered.has(name) && name !== 'dropout')).toEqual([]);
});

test(
  `values and gradients of ${cases.length} cases`,
  async () => {
    const { program, prepared } = prepare();
    const feeds = Object.fromEntries(
      prepared.flatMap((one) => Object.keys(one.feeds).map((node) => [node, toFeed(one, node)] as const)),
    );
    const model = { savedModel: emit(program, { tags: ['cases'] }), tags: ['cases'] };
    const received = await withSession(model, (session) => session.run('cases', feeds));
    const values = (key: string): ArrayLike<number> => received[key]!.data as Float32Array;

    prepared.forEach((one, index) => {
      const expected = evaluate(one.forward, one.feeds).values.get(valueKey(one.y))!;
      expectClose(values(`case${index}/y`), expected.data, `${one.name}: value`);
      one.targets.forEach((target, input) => {
        const numeric = numericGradient(one, target.node);
        expectClose(values(`case${index}/d${input}`), numeric, `${one.name}: gradient of input ${input}`);
      });
    });
  },
  ENGINE_TIMEOUT,
);
