/**
 * When BatchNormalization's moving averages settle. They keep a share momentum^steps of their initial values, layer
 * after layer, so deep networks need more steps; and they lag behind the weights, which move fastest in the first few
 * hundred steps. The rule was fitted to real trainings (docs/measurements/bench-notes.md).
 */
import type { ParamValue } from '../graph/document';
import type { BatchNormLayers } from './run';

/** Updates in which weights move too fast for moving averages of 0.9 and above. */
const EARLY = 300;
/** Below this share of the needed updates, validation finds a seventh of what the network has learned. */
const NEAR_CHANCE = 0.4;

export function batchNormLayers({
  nodes,
}: {
  nodes: Readonly<
    Record<
      string,
      { type: string; params: Readonly<Record<string, ParamValue | undefined>>; trainable: boolean }
    >
  >;
}): BatchNormLayers {
  // Those of a frozen layer do not move.
  const momenta = Object.values(nodes)
    .filter(({ type, trainable }) => type === 'BatchNormalization' && trainable)
    .map(({ params }) => Number(params.momentum));
  return { layers: momenta.length, momentum: Math.max(0, ...momenta) };
}

export interface Lag {
  steps: number;
  /** Infinity with a momentum of 1. */
  needed: number;
  momentum: number;
  /** Validation means next to nothing; otherwise it reads too low. */
  nearChance: boolean;
}

/** Early updates, and those until layers * momentum^steps is 1. */
export function settlingSteps({ layers, momentum }: BatchNormLayers): number {
  if (layers === 0 || momentum <= 0) return 0;
  if (momentum >= 1) return Number.POSITIVE_INFINITY;
  return Math.ceil(EARLY - Math.log(layers) / Math.log(momentum));
}

/** Undefined once they have settled. */
export function laggingAfter(batchNorm: BatchNormLayers, steps: number): Lag | undefined {
  const needed = settlingSteps(batchNorm);
  if (steps >= needed) return undefined;
  return { steps, needed, momentum: batchNorm.momentum, nearChance: steps < NEAR_CHANCE * needed };
}
