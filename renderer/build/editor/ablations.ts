/** Ablations of a whole network beside the removal of shortcuts. All pure. */

import { removeNodes } from '../../../core/edit';
import type { GraphDocument, GraphNode } from '../../../core/graph/document';
import { activationFunction } from '../../../core/ops/shared-params';

/** Takes out every BatchNormalization; what fed it feeds what it fed. */
export function removeBatchNorm(document: GraphDocument): GraphDocument {
  return removeNodes(
    document,
    document.nodes.filter((node) => node.type === 'BatchNormalization').map((node) => node.id),
  );
}

/** What may stand between layers: every function but softmax, which makes probabilities. */
export const HIDDEN_ACTIVATIONS = activationFunction.exclude(['softmax']).options;
export type HiddenActivation = (typeof HIDDEN_ACTIVATIONS)[number];

const functionOf = (node: GraphNode) => String(node.params.function ?? 'relu');

/** Gives every activation layer another function; a softmax at the end stays. */
export function swapActivations(document: GraphDocument, to: HiddenActivation): GraphDocument {
  let changed = false;
  const nodes = document.nodes.map((node) => {
    if (node.type !== 'Activation' || functionOf(node) === 'softmax' || functionOf(node) === to) return node;
    changed = true;
    return { ...node, params: { ...node.params, function: to } };
  });
  return changed ? { ...document, nodes } : document;
}
