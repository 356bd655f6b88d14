/**
 * Whether BatchNormalization's moving mean and variance have settled, which validation normalizes by. Two things keep them
 * from it: of their beginning at 0 and 1 they keep the share momentum^steps, in one layer after the other, so that a deep
 * network needs more steps; and they trail the weights, which move fastest in the first few hundred steps, whatever the
 * momentum. The rule was fitted to real trainings (docs/measurements/bench-notes.md). Pure.
 */

import type { ParamValue } from '../graph/document';
import type { BatchNormLayers } from './run';

/** Updates in which weights move too fast for moving averages of 0.9 and above. */
const EARLY = 300;
/** With fewer than this share of the updates that it takes, validation finds a seventh of what the network has learned. */
const NEAR_CHANCE = 0.4;

/** Counts the network that is trained: layers whose shortcut is muted are left out. */
export function batchNormLayers({
  nodes,
}: {
  nodes: Readonly<Record<string, { type: string; params: Readonly<Record<string, ParamValue | undefined>> }>>;
}): BatchNormLayers {
  const momenta = Object.values(nodes)
    .filter(({ type }) => type === 'BatchNormalization')
    .map(({ params }) => Number(params.momentum));
  return { layers: momenta.length, momentum: Math.max(0, ...momenta) };
}

export interface Lag {
  /** Updates that were made. */
  steps: number;
  /** Updates that it takes; Infinity with a momentum of 1. */
  needed: number;
  momentum: number;
  /** So far from settled that validation says next to nothing of the network; else it reads too low. */
  nearChance: boolean;
}

/** Updates until layers * momentum^steps is 1, after the early ones; Infinity with a momentum of 1, 0 with 0, where nothing moves. */
export function settlingSteps({ layers, momentum }: BatchNormLayers): number {
  if (layers === 0 || momentum <= 0) return 0;
  if (momentum >= 1) return Number.POSITIVE_INFINITY;
  return Math.ceil(EARLY - Math.log(layers) / Math.log(momentum));
}

/** How far from settled the averages are after `steps` updates; undefined once they have settled. */
export function laggingAfter(batchNorm: BatchNormLayers, steps: number): Lag | undefined {
  const needed = settlingSteps(batchNorm);
  if (steps >= needed) return undefined;
  return { steps, needed, momentum: batchNorm.momentum, nearChance: steps < NEAR_CHANCE * needed };
}
