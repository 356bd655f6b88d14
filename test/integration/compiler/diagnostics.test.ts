/**
 * Block diagnostics against float64: gradients from what a step without momentum and clipping changes, ratios from the
 * weights before and after, spreads from an interpreter that knows nothing of TensorFlow.
 */
import { analyze } from '../../../core/analysis/analyze';
import type { GraphDocument } from '../../../core/graph/document';
import { removeShortcuts } from '../../../core/network/shortcuts';
import type { OptimizerInput } from '../../../core/study/optimizer';
import { compile } from '../../../main/compiler';
import { diagnosticBlocks } from '../../../main/compiler/diagnostic-blocks';
import { lower } from '../../../main/compiler/lower';
import type { CompiledModel, CompileOptions } from '../../../main/compiler/types';
import type { Session, TensorValue } from '../../../main/engine/types';
import { float32, images, int32, labels, noiseArray, number, readVariables } from '../../support/batches';
import { smallResNet } from '../../support/documents';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';
import { evaluate } from '../../support/reference/interpreter';
import { tensor } from '../../support/reference/tensor';

const SHAPE = [16, 14, 3];
const BATCH = 4;
const RATE = 0.01;
const CLASSES = [0, 3, 2, 1];
const pixels = noiseArray(5, BATCH * 16 * 14 * 3).map(Math.abs);

/** A stem, blocks with and without a projection, a head that is in no block. */
const residual = smallResNet({ style: 'paper', inputShape: SHAPE, classes: 4 });

const plainSgd: OptimizerInput = { type: 'sgd', learningRate: RATE, momentum: 0, clipnorm: null };
const clippedSgd: OptimizerInput = { type: 'sgd', learningRate: RATE, momentum: 0.9, clipnorm: 1 };

const optionsOf = (optimizer: OptimizerInput, rest: Partial<CompileOptions> = {}): CompileOptions => ({
  optimizer,
  batchSize: BATCH,
  imageShape: SHAPE,
  diagnostics: true,
  ...rest,
});

type Variables = Map<string, Float32Array>;

interface Observed {
  before: Variables;
  after: Variables;
  outputs: Record<string, TensorValue>;
}

const feeds = (step: number) => ({
  learning_rate: float32(RATE),
  seed: int32(1),
  step: int32(step),
  x: images(SHAPE, pixels),
  y: labels(CLASSES),
});

/** `earlier` ordinary steps from seed 7, then one by the entry given. */
async function observe(
  session: Session,
  model: CompiledModel,
  entry: string,
  earlier = 2,
): Promise<Observed> {
  await session.run('init', { seed: int32(7) });
  for (let step = 0; step < earlier; step += 1) await session.run('train_on_batch', feeds(step));
  const before = await readVariables(session, model);
  const outputs = await session.run(entry, feeds(earlier));
  return { before, after: await readVariables(session, model), outputs };
}

const run = (model: CompiledModel, entry = 'train_on_batch_observed'): Promise<Observed> =>
  withSession(model, (session) => observe(session, model, entry));

/** Without momentum and clipping: at the first step, and at the third. */
let plain: Promise<[first: Observed, third: Observed]> | undefined;
const withoutClipping = () => {
  const model = compile(residual, optionsOf(plainSgd));
  plain ??= withSession(model, async (session) => [
    await observe(session, model, 'train_on_batch_observed', 0),
    await observe(session, model, 'train_on_batch_observed'),
  ]);
  return plain;
};

let clipped: Promise<Observed> | undefined;
const inFloat32 = () => {
  clipped ??= run(compile(residual, optionsOf(clippedSgd)));
  return clipped;
};

const vector = (outputs: Record<string, TensorValue>, name: string): number[] =>
  Array.from(outputs[name]!.data as Float32Array);

const blocksOf = (document: GraphDocument) => diagnosticBlocks(document, analyze(document));

const norm = (arrays: readonly ArrayLike<number>[]): number =>
  Math.sqrt(
    arrays.reduce((sum, array) => sum + Array.from(array).reduce((all, value) => all + value * value, 0), 0),
  );

const difference = (a: Float32Array, b: Float32Array): Float64Array =>
  Float64Array.from(a, (value, index) => value - b[index]!);

function ratios(document: GraphDocument, { before, after }: Observed): number[] {
  return blocksOf(document).map(({ variables }) => {
    const moved = variables.map((name) => difference(after.get(name)!, before.get(name)!));
    return norm(moved) / norm(variables.map((name) => before.get(name)!));
  });
}

function expectClose(received: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(received.length).toBe(expected.length);
  expected.forEach((value, index) => {
    expect(value).toBeGreaterThan(0);
    expect(Math.abs(received[index]! / value - 1)).toBeLessThan(tolerance);
  });
}

test('blocks are the stem, the residual blocks and the head, each with its last normalization', () => {
  const blocks = blocksOf(residual);
  expect(compile(residual, optionsOf(plainSgd)).diagnosticBlocks).toEqual(blocks.map(({ id }) => id));
  expect(blocks.map(({ id, response }) => [id, response])).toEqual([
    ['stem', 'stem.bn'],
    ['stage1.block1', 'stage1.block1.bn2'],
    ['stage2.block1', 'stage2.block1.bn2'],
    ['head.dense', 'head.dense'],
  ]);
  const trained = blocks.flatMap(({ variables }) => variables);
  const analysis = analyze(residual);
  expect(trained.length).toBe(new Set(trained).size);
  expect(trained.length).toBe(
    analysis.order.flatMap((id) => analysis.nodes[id]!.weights.filter((weight) => weight.trainable)).length,
  );
  const plain = blocksOf(removeShortcuts(residual));
  expect(plain.map(({ response }) => response)).toEqual(blocks.map(({ response }) => response));
  expect(compile(residual, optionsOf(plainSgd, { diagnostics: ['stem'] })).diagnosticBlocks).toEqual([
    'stem',
  ]);
  expect(() => compile(residual, optionsOf(plainSgd, { diagnostics: ['stage9'] }))).toThrow(
    /Received: 'stage9'/,
  );
});

test(
  'gradient norms are those of the gradients, whatever clipping makes of them',
  async () => {
    const [without, observed] = await withoutClipping();
    // Without momentum and clipping a step is rate * gradient.
    const expected = blocksOf(residual).map(
      ({ variables }) =>
        norm(variables.map((name) => difference(observed.before.get(name)!, observed.after.get(name)!))) /
        RATE,
    );
    expectClose(vector(observed.outputs, 'gradient_norm'), expected, 1e-3);
    const model = compile(residual, optionsOf({ ...plainSgd, clipnorm: 0.01 }));
    const withClipping = await withSession(model, (session) =>
      observe(session, model, 'train_on_batch_observed', 0),
    );
    expectClose(
      vector(withClipping.outputs, 'gradient_norm'),
      vector(without.outputs, 'gradient_norm'),
      1e-5,
    );
    expect(norm(ratios(residual, withClipping).map((value) => [value]))).toBeLessThan(
      norm(ratios(residual, without).map((value) => [value])),
    );
  },
  ENGINE_TIMEOUT,
);

test.each<[string, OptimizerInput]>([
  ['momentum and clipping', clippedSgd],
  ['Adam', { type: 'adam', learningRate: RATE }],
  ['AdamW', { type: 'adamw', learningRate: RATE, weightDecay: 0.1 }],
])(
  'with %s: ratios are of the change that was made, and the step is the ordinary one',
  async (_name, optimizer) => {
    const model = compile(residual, optionsOf(optimizer));
    const [observed, ordinary] = await withSession(model, async (session) => [
      await observe(session, model, 'train_on_batch_observed'),
      await observe(session, model, 'train_on_batch'),
    ]);
    expectClose(vector(observed.outputs, 'update_ratio'), ratios(residual, observed), 1e-5);
    expect(number(observed.outputs.loss)).toBe(number(ordinary.outputs.loss));
    for (const [name, values] of observed.after)
      expect({ name, values }).toEqual({ name, values: ordinary.after.get(name) });
  },
  ENGINE_TIMEOUT,
);

test(
  'spreads are the standard deviations of the responses',
  async () => {
    const model = compile(residual, optionsOf(plainSgd));
    const [, { before, outputs }] = await withoutClipping();
    const lowered = lower(analyze(residual), { training: true });
    const forward = lowered.nodes.filter(
      ({ name }) => !name.includes('/inference/') && !name.startsWith('.eval'),
    );
    const shapes = new Map(model.variables.map(({ name, shape }) => [name, shape]));
    const variables = new Map([...before].map(([name, data]) => [name, tensor(shapes.get(name)!, data)]));
    const scalars = { '.train/learning_rate': tensor([], [RATE]), '.train/seed': tensor([], [1]) };
    const { values } = evaluate(
      { nodes: forward },
      {
        ...scalars,
        '.train/step': tensor([], [2]),
        '.train/labels': tensor([BATCH], CLASSES),
        '.train/images': tensor([BATCH, ...SHAPE], pixels),
      },
      variables,
    );
    const expected = blocksOf(residual).map(({ response }) => {
      const { data } = values.get(`${response}/bias_add:0`) ?? values.get(`${response}/forward:0`)!;
      const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
      return Math.sqrt(data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length);
    });
    expectClose(vector(outputs, 'activation_spread'), expected, 1e-4);
  },
  ENGINE_TIMEOUT,
);

test.each(['bfloat16', 'float16'] as const)(
  'in %s they are near those of float32',
  async (precision) => {
    const exact = await inFloat32();
    const short = await run(compile(residual, optionsOf(clippedSgd, { precision })));
    for (const name of ['gradient_norm', 'update_ratio', 'activation_spread'])
      expectClose(vector(short.outputs, name), vector(exact.outputs, name), 0.1);
  },
  ENGINE_TIMEOUT,
);
