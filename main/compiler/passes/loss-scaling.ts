/**
 * Dynamic loss scaling for float16 (Micikevicius et al., 2018, section 3.2; keras.optimizers.LossScaleOptimizer): the loss
 * is multiplied by a scale before the gradients, which are divided by it in float32. A step whose gradients overflow is
 * skipped and the scale halved; after 2000 good steps in a row it is doubled. Scale and count are variables of role
 * `slot`, so checkpoints contain them. Three passes, as the gradients and the optimizer come between them.
 */
import { Builder } from '../ir/builder';
import { bug, type Node, type Program, sameValue, type Value } from '../ir/types';
import { appending, landmarksOf, type Pass } from './pass';
import { rewrite } from './rewrite';

const SCALE = '.loss_scale/scale';
const GOOD_STEPS = '.loss_scale/good_steps';
const FINITE = '.loss_scale/finite';
/** As Keras. */
const INITIAL_SCALE = 2 ** 15;
const GROWTH_STEPS = 2000;

/** Before the gradients: declares the scale. */
export const scaleLoss = appending('scale loss', (build) => {
  const scalar = { dtype: 'float32', shape: [], role: 'slot', trainable: false } as const;
  build.declare({ ...scalar, name: SCALE, fill: INITIAL_SCALE });
  build.declare({ ...scalar, name: GOOD_STEPS, fill: 0 });
  build.mark({ lossScale: build.read(SCALE) });
});

/** After the gradients: divides them by the scale, and passes them on only if all of them are finite. */
export const unscaleGradients = appending('unscale gradients', (build, program) => {
  const { lossScale } = landmarksOf(program, 'unscale gradients', 'lossScale');
  const share = build.unary('reciprocal', '.loss_scale/share', lossScale);
  const unscaled = program.gradients.map(
    ({ variable, value }) => value && build.binary('multiply', `${variable}/unscaled_gradient`, value, share),
  );
  const present = unscaled.filter((value): value is Value => value !== undefined);
  const finite = build.value('all_finite', FINITE, present, {});
  build.setGradients(
    program.gradients.map((gradient, index) => {
      const value = unscaled[index];
      if (!value) return gradient;
      const name = `${gradient.variable}/finite_gradient`;
      return { ...gradient, value: build.value('when', name, [value, finite], {}) };
    }),
  );
});

/** After the optimizer: its updates, decay included, run only if the gradients are finite. Then the scale changes. */
export const skipOverflow: Pass = {
  name: 'skip overflow',
  run(program) {
    const guarded = withGuardedRate(program);
    const build = new Builder(guarded);
    const finite = finiteFlag(guarded);
    const hanging = dependents(guarded.nodes);
    const conditional = guarded.updates.filter((name) => hanging.has(name));
    const rest = guarded.updates.filter((name) => !hanging.has(name));
    const settled = build.add('settled', '.loss_scale/settled', [finite], {}, conditional);
    const state = [finite, build.read(SCALE), build.read(GOOD_STEPS)];
    const growth = { growthSteps: GROWTH_STEPS };
    const [scale, good] = build.add('next_loss_scale', '.loss_scale/next', state, growth).outputs;
    const after = [build.assign(SCALE, 'update', scale!), build.assign(GOOD_STEPS, 'update', good!)];
    return { ...build.finish(), updates: [...rest, settled.name, ...after] };
  },
};

/** Updates that use only the rate, without a gradient, are skipped too. */
function withGuardedRate(program: Program): Program {
  const rate = program.landmarks.learningRate;
  if (!rate) return program;
  let guard: Value | undefined;
  return rewrite(program, (node, build) => {
    if (node.operator === 'all_finite' && node.name === FINITE) {
      const [finite] = build.add(node.operator, node.name, node.inputs, node.attributes).outputs;
      guard = build.value('when', '.loss_scale/learning_rate', [rate, finite!], {});
      return [finite!];
    }
    if (!guard || !node.inputs.some((input) => sameValue(input, rate))) return undefined;
    const inputs = node.inputs.map((input) => (sameValue(input, rate) ? (guard as Value) : input));
    return build.add(node.operator, node.name, inputs, node.attributes, node.after).outputs;
  });
}

const finiteFlag = ({ nodes }: Program): Value =>
  nodes.find((node) => node.name === FINITE)?.outputs[0] ??
  bug("The pass 'skip overflow' follows 'unscale gradients'. Received: no flag.");

/** Names of the nodes that run only if a condition is true. */
function dependents(nodes: readonly Node[]): Set<string> {
  const hanging = new Set<string>();
  for (const node of nodes) {
    if (node.operator === 'when' || node.inputs.some((input) => hanging.has(input.node)))
      hanging.add(node.name);
  }
  return hanging;
}
