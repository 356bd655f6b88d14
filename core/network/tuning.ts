/**
 * Fine-tuning: which layers are frozen, and which have learning-rate factors. Both are stored in the document's nodes.
 */
import type { GraphDocument, GraphNode } from '../graph/document';
import { operatorFor } from '../ops/registry';

export interface Tuning {
  /** Number of frozen layers. */
  frozen: number;
  /** Layers with a learning-rate factor other than 1 that are not frozen, by factor; the smallest factor first. */
  factors: { factor: number; layers: number }[];
}

/** How a layer is trained, in full. */
export const trainingOf = ({ trainable, learningRateFactor }: GraphNode) => ({
  trainable: trainable !== false,
  learningRateFactor: learningRateFactor ?? 1,
});

/** Whether layers of this kind have weights, so that freezing or a factor has an effect. */
export const hasWeights = ({ type }: Pick<GraphNode, 'type'>): boolean =>
  operatorFor(type)?.hasWeights === true;

/** ` frozen`, ` rate 0.1`, or nothing: for fingerprints. */
export function tuningMark(node: GraphNode): string {
  if (!hasWeights(node)) return '';
  const { trainable, learningRateFactor } = trainingOf(node);
  if (!trainable) return ' frozen';
  return learningRateFactor === 1 ? '' : ` rate ${learningRateFactor}`;
}

/** Undefined where nothing is frozen and every factor is 1. */
export function tuningOf({ nodes }: Pick<GraphDocument, 'nodes'>): Tuning | undefined {
  const weighted = nodes.filter(hasWeights).map(trainingOf);
  const frozen = weighted.filter(({ trainable }) => !trainable).length;
  const layers = new Map<number, number>();
  for (const { trainable, learningRateFactor: factor } of weighted)
    if (trainable && factor !== 1) layers.set(factor, (layers.get(factor) ?? 0) + 1);
  if (frozen === 0 && layers.size === 0) return undefined;
  const factors = [...layers].map(([factor, count]) => ({ factor, layers: count }));
  return { frozen, factors: factors.sort((a, b) => a.factor - b.factor) };
}

/** Every layer trained at the full learning rate. */
export function withoutTuning(document: GraphDocument): GraphDocument {
  const nodes = document.nodes.map((node) => {
    const { trainable, learningRateFactor, ...rest } = node;
    return trainable === undefined && learningRateFactor === undefined ? node : rest;
  });
  return { ...document, nodes };
}
