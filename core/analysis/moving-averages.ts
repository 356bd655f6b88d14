/**
 * Whether a training is too short for BatchNormalization. Its moving mean and variance begin at 0 and 1 and keep the
 * share momentum^steps of that; validation, which normalises by them, then says less than the network can do. Pure.
 */
import type { GraphDocument } from '../graph/document';
import { defaultParams } from '../ops/params';
import { operatorFor } from '../ops/registry';
import { groupThousands } from './summary';

/** A smaller share of the beginning no longer shows. */
const SHARE = 0.05;

/** The slowest BatchNormalization of the graph; undefined where there is none. */
function slowest({ nodes }: GraphDocument): number | undefined {
  const operator = operatorFor('BatchNormalization');
  const momenta = nodes
    .filter(({ type }) => type === 'BatchNormalization')
    .map(({ params }) => Number(params.momentum ?? (operator && defaultParams(operator).momentum)))
    .filter(Number.isFinite);
  return momenta.length > 0 ? Math.max(...momenta) : undefined;
}

/** What is to be said before such a training, or nothing. `steps` are all updates of one run. */
export function movingAverageWords(graphs: readonly GraphDocument[], steps: number): string | undefined {
  const momenta = graphs.flatMap((graph) => slowest(graph) ?? []);
  if (momenta.length === 0 || steps < 1) return undefined;
  const momentum = Math.max(...momenta);
  const left = momentum ** steps;
  if (left <= SHARE) return undefined;
  const rule = `Validation will lag: after ${groupThousands(steps)} ${steps === 1 ? 'step' : 'steps'} BatchNormalization (momentum ${momentum}) keeps ${Math.round(100 * left)} % of its initial averages`;
  if (momentum >= 1) return `${rule}; take a momentum below 1.`;
  const wanted = Math.ceil(Math.log(SHARE) / Math.log(momentum));
  return `${rule}; ${groupThousands(wanted)} steps would do.`;
}
