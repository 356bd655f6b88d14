/** Ten updates of two variables by every optimizer, and the smoothed loss, against Keras 3 in float64 (test/reference). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OptimizerInput, optimizerSchema } from '../../../core/study/optimizer';
import { emit } from '../../../main/compiler/emit';
import { differentiate } from '../../../main/compiler/gradients';
import { Builder } from '../../../main/compiler/ir/builder';
import type { Program, Value } from '../../../main/compiler/ir/types';
import { addLoss } from '../../../main/compiler/passes/loss';
import { optimizerPasses } from '../../../main/compiler/passes/optimizers';
import { runPasses } from '../../../main/compiler/passes/pass';
import { addState, storedVariables } from '../../../main/compiler/passes/state';
import type { TensorValue } from '../../../main/engine/types';
import { float32, images, int32, labels, number } from '../../support/batches';
import { ENGINE_TIMEOUT, withSession } from '../../support/engine';

type Values = Record<string, number[]>;
interface Fixture {
  shapes: Record<string, number[]>;
  initial: Values;
  gradients: Values[];
  rates: number[];
  cases: {
    name: string;
    settings: OptimizerInput;
    /** Learning-rate factors, by variable. */
    factors?: Record<string, number>;
    path: Values[];
    slots: Values;
  }[];
  losses: {
    classes: number;
    scores: number[];
    labels: number[];
    cases: { smoothing: number; loss: number; gradient: number[] }[];
  };
}
const fixture: Fixture = JSON.parse(
  readFileSync(join(__dirname, '../../reference/fixtures/optimizers.json'), 'utf8'),
);
const names = Object.keys(fixture.shapes);

/** The variables with fed gradients, updated by the entry `step`. */
function programOf(settings: OptimizerInput, factors: Readonly<Record<string, number>>): Program {
  const build = new Builder();
  const fed: Record<string, Value> = {
    learning_rate: build.value('input', '.rate', [], { dtype: 'float32', shape: [] }),
    step: build.value('input', '.step', [], { dtype: 'int32', shape: [] }),
  };
  for (const name of names) {
    const shape = fixture.shapes[name]!;
    const variable = { dtype: 'float32', role: 'weight', trainable: true, initializer: 'zeros' } as const;
    build.declare({ ...variable, name, shape, learningRateFactor: factors[name] });
    fed[name] = build.value('input', `.gradient/${name}`, [], { dtype: 'float32', shape });
  }
  build.mark({ learningRate: fed.learning_rate, step: fed.step });
  build.setGradients(names.map((name) => ({ variable: name, value: fed[name] })));
  const updated = runPasses(build.finish(), optimizerPasses(optimizerSchema.parse(settings)));
  const stepping = new Builder(updated);
  stepping.entry({ name: 'step', inputs: fed, outputs: {}, effects: updated.updates });
  return runPasses(stepping.finish(), [addState]);
}

const tensorOf = (name: string, values: readonly number[]): TensorValue => ({
  dtype: 'float32',
  shape: fixture.shapes[name]!,
  data: Float32Array.from(values),
});

/** Largest difference, relative to the size of the expected values where they are over 1. */
function difference(received: ArrayLike<number>, expected: readonly number[]): number {
  expect(received.length).toBe(expected.length);
  return Math.max(
    ...expected.map((value, index) => Math.abs(received[index]! - value) / Math.max(1, Math.abs(value))),
  );
}
const TOLERANCE = 2e-6;

test.each(fixture.cases)(
  '$name',
  async ({ settings, factors = {}, path, slots }) => {
    const program = programOf({ clipnorm: null, ...settings } as OptimizerInput, factors);
    const stored = storedVariables(program.variables);
    const model = { savedModel: emit(program, { tags: ['step'] }), tags: ['step'] };
    await withSession(model, async (session) => {
      const read = async () => {
        const values = await session.run('read_weights');
        return new Map(stored.map(({ name }, index) => [name, values[`v${index}`]!.data as Float32Array]));
      };
      const zeros = stored.map(({ shape }, index): [string, TensorValue] => {
        const sizes = shape as number[];
        const size = sizes.reduce((product, side) => product * side, 1);
        return [`v${index}`, { dtype: 'float32', shape: sizes, data: new Float32Array(size) }];
      });
      const initial = names.map((name): [string, TensorValue] => [
        `v${stored.findIndex((variable) => variable.name === name)}`,
        tensorOf(name, fixture.initial[name]!),
      ]);
      await session.run('write_weights', Object.fromEntries([...zeros, ...initial]));
      for (const [step, expected] of path.entries()) {
        const gradients = Object.fromEntries(
          names.map((name) => [name, tensorOf(name, fixture.gradients[step]![name]!)]),
        );
        const rate = float32(fixture.rates[step]!);
        await session.run('step', { learning_rate: rate, step: int32(step), ...gradients });
        const values = await read();
        for (const name of names) {
          const error = difference(values.get(name)!, expected[name]!);
          expect({ step, name, close: error < TOLERANCE, error }).toMatchObject({ close: true });
        }
      }
      const values = await read();
      for (const [name, expected] of Object.entries(slots)) {
        const error = difference(values.get(name)!, expected);
        expect({ name, close: error < TOLERANCE, error }).toMatchObject({ close: true });
      }
      // The slots of Keras, and no other.
      const others = [...values.keys()].filter((name) => !(name in slots) && !names.includes(name));
      expect(others).toEqual([]);
    });
  },
  ENGINE_TIMEOUT,
);

test.each(fixture.losses.cases)(
  'loss and gradient with label smoothing $smoothing',
  async ({ smoothing, loss, gradient }) => {
    const { classes, scores, labels: truth } = fixture.losses;
    const build = new Builder();
    const x = build.value('input', '.scores', [], { dtype: 'float32', shape: [null, classes] });
    const y = build.value('input', '.labels', [], { dtype: 'int32', shape: [null] });
    const output = build.value('softmax', 'head/softmax', [x], {});
    build.mark({ trainOutput: output, trainLabels: y, evalOutput: output, evalLabels: y });
    const program = addLoss(smoothing).run(build.finish());
    const derived = new Builder(program);
    const { loss: mean, evalLossSum } = program.landmarks;
    const [dx] = differentiate(derived, program.nodes, mean!, [x]);
    const outputs = { loss: mean!, sum: evalLossSum!, dx: dx! };
    derived.entry({ name: 'loss', inputs: { x, y }, outputs, effects: [] });
    const model = { savedModel: emit(derived.finish(), { tags: ['loss'] }), tags: ['loss'] };
    const received = await withSession(model, (session) =>
      session.run('loss', { x: images([classes], Float32Array.from(scores)), y: labels(truth) }),
    );
    expect(number(received.loss) / loss).toBeCloseTo(1, 6);
    expect(number(received.sum) / truth.length / loss).toBeCloseTo(1, 6);
    expect(difference(received.dx!.data as Float32Array, gradient)).toBeLessThan(1e-6);
  },
  ENGINE_TIMEOUT,
);
