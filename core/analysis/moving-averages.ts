/**
 * Whether BatchNormalization's moving mean and variance have settled. They begin at 0 and 1 and keep the share
 * momentum^steps of that. Validation normalizes by them, so what is left of the beginning scales the signal down at one
 * layer after the other, and a deep network needs more steps than a shallow one. Pure.
 */
import type { BatchNormLayers } from '../study/run';
import { groupThousands } from './summary';
import type { GraphAnalysis } from './types';

/** What the layers together may keep of the beginning. */
const SHARE = 0.05;

/** Of the network that is trained: layers whose shortcut is muted do not count. */
export function batchNormLayers({ nodes }: Pick<GraphAnalysis, 'nodes'>): BatchNormLayers {
  const momenta = Object.values(nodes)
    .filter(({ type }) => type === 'BatchNormalization')
    .map(({ params }) => Number(params.momentum));
  return { layers: momenta.length, momentum: Math.max(0, ...momenta) };
}

/** Updates after which the averages have settled; Infinity with a momentum of 1. */
export function settlingSteps({ layers, momentum }: BatchNormLayers): number {
  if (layers === 0 || momentum <= 0) return 0;
  if (momentum >= 1) return Number.POSITIVE_INFINITY;
  return Math.max(1, Math.ceil(Math.log(SHARE / layers) / Math.log(momentum)));
}

/** A warning for before such a training; undefined where none is due. `steps` are all the updates of one run. */
export function movingAverageWords(networks: readonly BatchNormLayers[], steps: number): string | undefined {
  if (networks.length === 0 || steps < 1) return undefined;
  const slowest = networks.reduce((a, b) => (settlingSteps(b) > settlingSteps(a) ? b : a));
  const wanted = settlingSteps(slowest);
  if (steps >= wanted) return undefined;
  const { momentum } = slowest;
  const after = `${groupThousands(steps)} ${steps === 1 ? 'step' : 'steps'}`;
  const rule = `Validation will read near chance: after ${after} the moving averages of BatchNorm (momentum ${momentum}) have not settled`;
  if (!Number.isFinite(wanted)) return `${rule}, and with that momentum they never will.`;
  return `${rule}; that takes about ${groupThousands(wanted)} steps.`;
}
