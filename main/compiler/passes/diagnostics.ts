/**
 * Why plain nets degrade (He et al., section 4.2 and figure 7): per block, the norm of its gradients, how far the step
 * moves its weights, and the spread of its response. They are computed by the step itself, in an entry of their own
 * that a training loop calls now and then in place of the ordinary one; the ordinary one stays as it was.
 *
 * Two passes, as clipping and the optimizer stand between them.
 */
import type { DiagnosticBlock } from '../diagnostic-blocks';
import { Builder } from '../ir/builder';
import { bug, type Program, type Value } from '../ir/types';
import type { Pass } from './pass';

/** Below this a block's weights count as none, and the ratio is taken to it. */
const SMALLEST_NORM = 1e-12;

/** After the gradients, before they are clipped: their norms, and the spread of the responses. */
export const observeGradients = (blocks: readonly DiagnosticBlock[]): Pass => ({
  name: 'observe gradients',
  run(program) {
    const build = new Builder(program);
    const gradients = new Map(program.gradients.map(({ variable, value }) => [variable, value]));
    const squares = blocks.map(({ id, variables }) =>
      total(
        build,
        `.diagnostics/${id}/gradient`,
        variables.flatMap((name) => gradients.get(name) ?? []),
      ),
    );
    const scaled = norms(build, '.diagnostics/gradient_norm', squares);
    const { lossScale } = program.landmarks;
    const gradientNorms = lossScale ? divided(build, '.diagnostics/unscaled', scaled, lossScale) : scaled;

    const spreads = blocks.map(({ id, response }) => spreadOf(program, build, id, response));
    const activationSpreads = build.value('stack', '.diagnostics/activation_spread', spreads, {});
    build.mark({ gradientNorms, activationSpreads });
    return build.finish();
  },
});

/** After the metrics: `train_on_batch_observed`, which updates as `train_on_batch` does and tells of it. */
export const addObservedStep = (blocks: readonly DiagnosticBlock[]): Pass => ({
  name: 'observed step',
  run(program) {
    const { gradientNorms, activationSpreads } = program.landmarks;
    const entry = program.entries.find(({ name }) => name === 'train_on_batch');
    if (!entry || !gradientNorms || !activationSpreads) {
      bug("The pass 'observed step' follows 'observe gradients' and 'metrics'.");
    }
    const build = new Builder(program);
    // What is read behind it sees all of the step: momentum, decay, and that a step was left out.
    const updated = build.add('barrier', '.diagnostics/updated', [], {}, program.updates);
    const before = (name: string): Value => build.read(name);
    const change = (name: string): Value => {
      const attributes = { variable: name };
      const [after] = build.add('read', `${name}/after`, [], attributes, [updated.name]).outputs;
      return build.value('binary', `${name}/change`, [after!, before(name)], { function: 'subtract' });
    };
    const squaresOf = (part: string, of: (name: string) => Value): Value[] =>
      blocks.map(({ id, variables }) => total(build, `.diagnostics/${id}/${part}`, variables.map(of)));
    const moved = norms(build, '.diagnostics/moved', squaresOf('change', change));
    const weights = norms(build, '.diagnostics/weights', squaresOf('weights', before));
    const least = build.scalar('.diagnostics/smallest', SMALLEST_NORM);
    const floor = build.value('binary', '.diagnostics/floor', [weights, least], { function: 'maximum' });
    build.entry({
      ...entry,
      name: 'train_on_batch_observed',
      outputs: {
        ...entry.outputs,
        gradient_norm: gradientNorms,
        update_ratio: divided(build, '.diagnostics/update_ratio', moved, floor),
        activation_spread: activationSpreads,
      },
    });
    return build.finish();
  },
});

/** Half the sum of the squares of all the values; 0 of none. */
function total(build: Builder, name: string, values: readonly Value[]): Value {
  if (values.length === 0) return build.scalar(`${name}/none`, 0);
  const squares = values.map((value, index) =>
    build.value('half_square_sum', `${name}/${index}`, [value], {}),
  );
  return build.value('add_n', `${name}/total`, squares, {});
}

/** Euclidean norms from half sums of squares, as a vector. */
function norms(build: Builder, name: string, halfSquares: readonly Value[]): Value {
  const stacked = build.value('stack', `${name}/half_squares`, halfSquares, {});
  const two = build.scalar(`${name}/two`, 2);
  const squares = build.value('binary', `${name}/squares`, [stacked, two], { function: 'multiply' });
  return build.value('unary', name, [squares], { function: 'square_root' });
}

function divided(build: Builder, name: string, value: Value, by: Value): Value {
  const share = build.value('unary', `${name}/reciprocal`, [by], { function: 'reciprocal' });
  return build.value('binary', name, [value, share], { function: 'multiply' });
}

/** The standard deviation of a layer's output in training mode, before the activation that a Dense may end in. */
function spreadOf(program: Program, build: Builder, block: string, layer: string): Value {
  const find = (part: string) => program.nodes.find(({ name }) => name === `${layer}/${part}`);
  const node = find('bias_add') ?? find('forward');
  const output = node?.outputs[0];
  if (!node || !output) bug(`A layer's last node is its 'bias_add' or 'forward'. Received: '${layer}'.`);
  const name = `.diagnostics/${block}/spread`;
  if (node.operator === 'batch_norm_train') {
    // From what it knows of each channel, which is exact and reads [C] in place of [N,H,W,C]. And with a reader more of
    // its output, TensorFlow would not fuse it with the activation behind it: an observed step would differ in the
    // last bit from the ordinary one.
    const [, gamma, beta] = node.inputs as readonly [Value, Value, Value];
    return build.value('batch_norm_spread', name, [gamma, beta, node.outputs[3] as Value], node.attributes);
  }
  const long =
    output.dtype === 'float32' ? output : build.value('cast', `${name}/long`, [output], { dtype: 'float32' });
  return build.value('standard_deviation', name, [long], {});
}
