/** Ablations of a whole network, other than removing shortcuts. Pure. */
import { removeNodes } from '../../../core/edit';
import type { GraphDocument, GraphNode } from '../../../core/graph/document';
import { activationFunction } from '../../../core/ops/shared-params';

/** Removes every BatchNormalization, and connects its neighbors. */
export function removeBatchNorm(document: GraphDocument): GraphDocument {
  return removeNodes(
    document,
    document.nodes.filter((node) => node.type === 'BatchNormalization').map((node) => node.id),
  );
}

/** Functions between layers: all but softmax, which makes probabilities. */
export const HIDDEN_ACTIVATIONS = activationFunction.exclude(['softmax']).options;

const functionOf = (node: GraphNode) => String(node.params.function ?? 'relu');

/** Changes the function of every activation layer, except softmax. */
export function swapActivations(
  document: GraphDocument,
  to: (typeof HIDDEN_ACTIVATIONS)[number],
): GraphDocument {
  let changed = false;
  const nodes = document.nodes.map((node) => {
    if (node.type !== 'Activation' || functionOf(node) === 'softmax' || functionOf(node) === to) return node;
    changed = true;
    return { ...node, params: { ...node.params, function: to } };
  });
  return changed ? { ...document, nodes } : document;
}
