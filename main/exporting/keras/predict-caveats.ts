/**
 * Where Keras' `predict` is wrong although the file is right: `predict`, `evaluate` and a `tf.function` pass Keras' own
 * ops to TensorFlow's graph rewrites (main/compiler/emit/kept-apart.ts). `model(x, training=False)` rewrites nothing.
 */
import type { GraphAnalysis, NodeAnalysis } from '../../../core/analysis/types';
import type { Key } from '../../../core/messages';

export interface PredictCaveat {
  /** Ids of the nodes with wrong results. */
  nodes: readonly string[];
  /** What goes wrong, without the nodes. */
  what: Key;
}

/** TensorFlow fuses with a slope of 0.2, whatever the slope is. */
const FUSED_SLOPE = 0.2;

export function kerasPredictCaveats(analysis: GraphAnalysis): PredictCaveat[] {
  const { nodes, order } = analysis;
  const all = order.flatMap((id) => nodes[id] ?? []);
  const readers = new Map<string, number>();
  for (const { inputs } of all) for (const input of inputs) readers.set(input, (readers.get(input) ?? 0) + 1);
  const lone = (id: string): boolean => readers.get(id) === 1;
  const source = (node: NodeAnalysis): NodeAnalysis | undefined => nodes[node.inputs[0] ?? ''];
  const isFunction = (node: NodeAnalysis | undefined, fn: string): boolean =>
    node?.type === 'Activation' && node.params.function === fn;
  // Keras passes a grouped convolution to XLA, so neither it nor the addition after it is fused.
  const isFusedWith = (node: NodeAnalysis | undefined): boolean =>
    (node?.type === 'Conv2D' || node?.type === 'SeparableConv2D') &&
    node.params.useBias === true &&
    lone(node.id);
  const isGrouped = (node: NodeAnalysis | undefined): boolean =>
    node?.type === 'Conv2D' && node.params.groups !== 1;
  /** A convolution with a bias, without other readers, plus one other value. */
  const isFusedSum = (node: NodeAnalysis | undefined): boolean =>
    node?.type === 'Add' &&
    node.inputs.length === 2 &&
    node.inputs.some((id) => isFusedWith(nodes[id])) &&
    !node.inputs.some((id) => isGrouped(nodes[id]));
  const isMish = (node: NodeAnalysis): boolean =>
    node.type === 'Multiply' &&
    node.inputs.length === 2 &&
    node.inputs.some((id, index) => {
      const tanh = nodes[id];
      const softplus = tanh && isFunction(tanh, 'tanh') ? source(tanh) : undefined;
      const other = node.inputs[1 - index] as string;
      return (
        softplus !== undefined &&
        isFunction(softplus, 'softplus') &&
        softplus.inputs[0] === other &&
        isFusedSum(nodes[other])
      );
    });
  const found = (what: Key, isWrong: (node: NodeAnalysis) => boolean): PredictCaveat[] => {
    const wrong = all.filter(isWrong).map(({ id }) => id);
    return wrong.length > 0 ? [{ nodes: wrong, what }] : [];
  };
  return [
    ...found(
      'export.remark.fusedSlope',
      (node) =>
        isFunction(node, 'leaky_relu') &&
        node.params.negativeSlope !== FUSED_SLOPE &&
        isFusedSum(source(node)) &&
        lone(source(node)?.id ?? ''),
    ),
    ...found('export.remark.fusedError', isMish),
  ];
}
