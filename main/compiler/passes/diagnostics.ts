/**
 * Why plain nets degrade (He et al., section 4.2 and figure 7): for each block the norm of its gradients, how far the step
 * moves its weights, and the standard deviation of its response. The step itself computes them, in an entry of their own,
 * so the ordinary step stays as it is. Two passes, as clipping and the optimizer come between them.
 */
import type { DiagnosticBlock } from '../diagnostic-blocks';
import type { Builder } from '../ir/builder';
import { bug, type Program, type Value } from '../ir/types';
import { appending, entryOf, landmarksOf, type Pass } from './pass';

/** Smaller weight norms count as this. */
const SMALLEST_NORM = 1e-12;

/** After the gradients, before clipping: their norms, and the standard deviations of the responses. */
export const observeGradients = (blocks: readonly DiagnosticBlock[]): Pass =>
  appending('observe gradients', (build, program) => {
    const gradients = new Map(program.gradients.map(({ variable, value }) => [variable, value]));
    const squares = blocks.map(({ id, variables }) => {
      const values = variables.flatMap((name) => gradients.get(name) ?? []);
      return total(build, `.diagnostics/${id}/gradient`, values);
    });
    const scaled = norms(build, '.diagnostics/gradient_norm', squares);
    const { lossScale } = program.landmarks;
    const gradientNorms = lossScale ? divided(build, '.diagnostics/unscaled', scaled, lossScale) : scaled;

    const spreads = blocks.map(({ id, response }) => spreadOf(program, build, id, response));
    const activationSpreads = build.value('stack', '.diagnostics/activation_spread', spreads, {});
    build.mark({ gradientNorms, activationSpreads });
  });

/** After the metrics: `train_on_batch_observed`, which makes the update of `train_on_batch` and reports on it. */
export const addObservedStep = (blocks: readonly DiagnosticBlock[]): Pass =>
  appending('observed step', (build, program) => {
    const needed = ['gradientNorms', 'activationSpreads'] as const;
    const { gradientNorms, activationSpreads } = landmarksOf(program, 'observed step', ...needed);
    const entry = entryOf(program, 'observed step', 'train_on_batch');
    // What is read after it includes all of the step: momentum, decay, and whether the step was skipped.
    const updated = build.add('barrier', '.diagnostics/updated', [], {}, program.updates);
    const before = (name: string): Value => build.read(name);
    const change = (name: string): Value => {
      const attributes = { variable: name };
      const [after] = build.add('read', `${name}/after`, [], attributes, [updated.name]).outputs;
      return build.binary('subtract', `${name}/change`, after!, before(name));
    };
    const squaresOf = (part: string, of: (name: string) => Value): Value[] =>
      blocks.map(({ id, variables }) => total(build, `.diagnostics/${id}/${part}`, variables.map(of)));
    const moved = norms(build, '.diagnostics/moved', squaresOf('change', change));
    const weights = norms(build, '.diagnostics/weights', squaresOf('weights', before));
    const least = build.scalar('.diagnostics/smallest', SMALLEST_NORM);
    const floor = build.binary('maximum', '.diagnostics/floor', weights, least);
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
  });

/** Half the sum of the squares of all the values; 0 without any. */
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
  const squares = build.binary('multiply', `${name}/squares`, stacked, build.scalar(`${name}/two`, 2));
  return build.unary('square_root', name, squares);
}

const divided = (build: Builder, name: string, value: Value, by: Value): Value =>
  build.binary('multiply', name, value, build.unary('reciprocal', `${name}/reciprocal`, by));

/** The standard deviation of a layer's output in training mode, before the activation that a Dense may end in. */
function spreadOf(program: Program, build: Builder, block: string, layer: string): Value {
  const find = (part: string) => program.nodes.find(({ name }) => name === `${layer}/${part}`);
  const node = find('bias_add') ?? find('forward');
  const output = node?.outputs[0];
  if (!node || !output) bug(`A layer's last node is its 'bias_add' or 'forward'. Received: '${layer}'.`);
  const name = `.diagnostics/${block}/spread`;
  if (node.operator === 'batch_norm_train') {
    // Exact, and reads [C] instead of [N,H,W,C]. With one more reader of its output, TensorFlow would not
    // fuse it with the following activation, and an observed step would differ from the ordinary one in the
    // last bit.
    const [, gamma, beta] = node.inputs as readonly [Value, Value, Value];
    return build.value('batch_norm_spread', name, [gamma, beta, node.outputs[3] as Value], node.attributes);
  }
  return build.value('standard_deviation', name, [build.inFloat32(`${name}/long`, output)], {});
}
