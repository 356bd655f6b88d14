/** Penalty, clipping, decay and update, each pass alone; the numbers are held to Keras in test/integration. */
import { optimizerSchema } from '../../../core/study/optimizer';
import { Builder } from '../../../main/compiler/ir/builder';
import { type Node, type Program, type Value, valueKey } from '../../../main/compiler/ir/types';
import { verify } from '../../../main/compiler/ir/verify';
import { optimizerPasses } from '../../../main/compiler/passes/optimizers';
import { adam } from '../../../main/compiler/passes/optimizers/adam';
import { clipByGlobalNorm, clipByNorm, clipByValue } from '../../../main/compiler/passes/optimizers/clip';
import { addL2Penalty, decayWeights } from '../../../main/compiler/passes/optimizers/decay';
import { rmsprop } from '../../../main/compiler/passes/optimizers/rmsprop';
import { sgd } from '../../../main/compiler/passes/optimizers/sgd';
import { optimizerPass } from '../../../main/compiler/passes/optimizers/update-rule';
import { evaluate } from '../../support/reference/interpreter';
import { tensor } from '../../support/reference/tensor';

const nodeOf = (program: Program, name: string): Node => program.nodes.find((node) => node.name === name)!;
function checked(program: Program): Program {
  verify(program, 'a test');
  return program;
}

/** A program whose variables have fed gradients, or none. */
function withGradients(shapes: Record<string, readonly number[]>, present = true): Program {
  const build = new Builder();
  const learningRate = build.value('input', 'rate', [], { dtype: 'float32', shape: [] });
  const step = build.value('input', 'step', [], { dtype: 'int32', shape: [] });
  build.mark({ learningRate, step });
  build.setGradients(
    Object.entries(shapes).map(([name, shape]) => {
      const variable = { dtype: 'float32', role: 'weight', trainable: true, initializer: 'ones' } as const;
      build.declare({ ...variable, name, shape });
      const input = (): Value => build.value('input', `${name}/gradient`, [], { dtype: 'float32', shape });
      return { variable: name, value: present ? input() : undefined };
    }),
  );
  return build.finish();
}
const one = (present = true) => withGradients({ w: [2] }, present);
const plain = optimizerPass(sgd({ momentum: 0, nesterov: false }));
const feedsOf = (gradient: readonly number[]) => ({
  'w/gradient': tensor([gradient.length], gradient),
  rate: tensor([], [0.5]),
  step: tensor([], [0]),
});

describe('clipping', () => {
  test.each([
    [[3, 4], 1, 0.2],
    [[0.3, 0.4], 1, 1],
    [[3, 4], 10, 1],
    [[0, 0], 1, 1],
    [[-6, 8], 0.5, 0.05],
  ])('by norm: gradient %j, bound %d is scaled by %d', (gradient, bound, expected) => {
    for (const pass of [clipByNorm(bound), clipByGlobalNorm(bound)]) {
      const after = checked(pass.run(one()));
      const { scale, value } = after.gradients[0]!;
      expect(value?.node).toBe('w/gradient');
      const { values } = evaluate(after, feedsOf(gradient));
      expect(values.get(valueKey(scale!))!.data[0]).toBeCloseTo(expected, 12);
    }
  });

  test('by global norm: one factor for all gradients', () => {
    const after = checked(clipByGlobalNorm(1).run(withGradients({ w: [2], v: [1] })));
    const [first, second] = after.gradients;
    expect(first!.scale).toEqual(second!.scale);
    const { values } = evaluate(after, { ...feedsOf([2, 3]), 'v/gradient': tensor([1], [6]) });
    expect(values.get(valueKey(first!.scale!))!.data[0]).toBeCloseTo(1 / 7, 12);
  });

  test('by value', () => {
    const after = checked(clipByValue(0.5).run(one()));
    const { values } = evaluate(after, feedsOf([0.3, -4]));
    expect([...values.get(valueKey(after.gradients[0]!.value!))!.data]).toEqual([0.3, -0.5]);
  });

  test.each([clipByNorm(1), clipByGlobalNorm(1), clipByValue(1)])(
    '$name leaves a missing gradient alone',
    (pass) => {
      expect(pass.run(one(false)).gradients).toEqual([{ variable: 'w', value: undefined }]);
    },
  );
});

describe('decay', () => {
  const shapes = { kernel: [2, 2], bias: [2] };
  const weights = new Map([
    ['kernel', tensor([2, 2], [1, 2, 3, 4])],
    ['bias', tensor([2], [5, 6])],
  ]);
  const feeds = {
    rate: tensor([], [0.5]),
    step: tensor([], [0]),
    'kernel/gradient': tensor([2, 2], [1, 1, 1, 1]),
    'bias/gradient': tensor([2], [1, 1]),
  };

  test('l2 adds to the gradient, also to one that is missing', () => {
    const after = checked(addL2Penalty(0.1, { sparing: false }).run(withGradients(shapes)));
    const { values } = evaluate(after, feeds, weights);
    const gradientOf = (index: number) => [...values.get(valueKey(after.gradients[index]!.value!))!.data];
    [1.1, 1.2, 1.3, 1.4].forEach((value, index) => {
      expect(gradientOf(0)[index]).toBeCloseTo(value, 12);
    });
    expect(gradientOf(1)[1]).toBeCloseTo(1.6, 12);
    const missing = checked(addL2Penalty(0.1, { sparing: true }).run(withGradients(shapes, false)));
    expect(missing.gradients.map(({ value }) => value?.node)).toEqual(['kernel/l2', undefined]);
  });

  test('decoupled decay comes before the update and takes the rate; biases are spared on request', () => {
    const decayed = decayWeights(0.1, { sparing: true }).run(withGradients(shapes));
    const after = checked(plain.run(decayed));
    expect(nodeOf(after, 'kernel/decay').inputs.map(({ node }) => node)).toEqual([
      '.decay/rate',
      'kernel/read',
    ]);
    expect(nodeOf(after, 'kernel/update').after).toEqual(['kernel/read', 'kernel/decay']);
    expect(nodeOf(after, 'bias/decay')).toBeUndefined();
    expect(after.updates).toEqual(['kernel/decay', 'kernel/update', 'bias/update']);
    const all = decayWeights(0.1, { sparing: false }).run(withGradients(shapes));
    expect(all.updates).toEqual(['kernel/decay', 'bias/decay']);
  });
});

describe('updates', () => {
  test('sgd without momentum: one update for each gradient, after the read, none where there is none', () => {
    const after = checked(plain.run(one()));
    const update = nodeOf(after, 'w/update');
    expect(update).toMatchObject({
      operator: 'sgd_update',
      after: ['w/read'],
      attributes: { variable: 'w' },
    });
    expect(update.inputs.map((input) => input.node)).toEqual(['rate', 'w/gradient']);
    expect(after.updates).toEqual(['w/update']);
    expect(after.variables.map((variable) => variable.name)).toEqual(['w']);
    expect(plain.run(one(false)).updates).toEqual([]);
  });

  test('sgd with momentum: a slot, and velocity moves on without a gradient', () => {
    const after = checked(optimizerPass(sgd({ momentum: 0.9, nesterov: true })).run(one(false)));
    expect(nodeOf(after, 'w/update')).toMatchObject({
      operator: 'momentum_update',
      attributes: { variable: 'w', slot: 'w/momentum', momentum: 0.9, nesterov: true },
    });
    expect(nodeOf(after, 'w/no_gradient')).toMatchObject({ operator: 'constant', attributes: { value: 0 } });
    const slot = { name: 'w/momentum', role: 'slot', trainable: false, shape: [2], initializer: 'zeros' };
    expect(after.variables[1]).toMatchObject(slot);
  });

  test('sgd multiplies the scale of clipping into the rate; what squares the gradient scales it', () => {
    const clipped = clipByNorm(1).run(one());
    const after = checked(plain.run(clipped));
    expect(nodeOf(after, 'w/update').inputs.map((input) => input.node)).toEqual(['w/rate', 'w/gradient']);
    const nodes = after.nodes.filter(({ operator }) => operator !== 'sgd_update' && operator !== 'read');
    expect(evaluate({ nodes }, feedsOf([3, 4])).values.get('w/rate:0')!.data[0]).toBeCloseTo(0.1, 12);
    const settings = { rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false };
    const squared = checked(optimizerPass(rmsprop(settings)).run(clipped));
    const inputs = nodeOf(squared, 'w/update').inputs.map((input) => input.node);
    expect(inputs).toEqual(['rate', 'w/clipped_gradient']);
  });

  test('adam: slots and the two powers, once for all variables', () => {
    const settings = { beta1: 0.9, beta2: 0.99, epsilon: 1e-7, amsgrad: true };
    const pass = optimizerPass(adam(settings));
    const after = checked(pass.run(withGradients({ w: [2], v: [3] })));
    expect(after.variables.map(({ name }) => name)).toEqual([
      ...['w', 'v', 'w/momentum', 'w/velocity', 'w/velocity_hat'],
      ...['v/momentum', 'v/velocity', 'v/velocity_hat'],
    ]);
    const powers = after.nodes.filter(({ operator }) => operator === 'power_of_step');
    expect(powers.map(({ attributes }) => attributes)).toEqual([{ base: 0.9 }, { base: 0.99 }]);
    // A pass keeps nothing from one program to the next.
    expect(
      checked(pass.run(one())).nodes.filter(({ operator }) => operator === 'power_of_step'),
    ).toHaveLength(2);
  });

  test('rmsprop: a slot for the momentum where there is one', () => {
    const slotsOf = (momentum: number, centered: boolean) => {
      const pass = optimizerPass(rmsprop({ rho: 0.9, momentum, epsilon: 1e-7, centered }));
      return checked(pass.run(one())).variables.map(({ name }) => name);
    };
    expect(slotsOf(0, false)).toEqual(['w', 'w/velocity']);
    expect(slotsOf(0.5, false)).toEqual(['w', 'w/velocity', 'w/momentum']);
    expect(slotsOf(0, true)).toEqual(['w', 'w/velocity', 'w/average_gradient']);
  });

  test('needs a rate and a step', () => {
    const program = { ...one(), landmarks: {} };
    expect(() => plain.run(program)).toThrow("The pass 'sgd' needs: learningRate, step");
  });
});

test('the order of the passes is that of Keras', () => {
  const settings = optimizerSchema.parse({ type: 'adamw', l2: 0.1, clipvalue: 1 });
  expect(optimizerPasses(settings).map(({ name }) => name)).toEqual([
    ...['l2 penalty', 'clip by value', 'decoupled decay', 'adam'],
  ]);
  expect(optimizerPasses(optimizerSchema.parse({})).map(({ name }) => name)).toEqual(['clip by norm', 'sgd']);
});
