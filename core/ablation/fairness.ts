/** What arms do not have in common, and a control that has as many parameters. */
import { analyze } from '../analysis/analyze';
import { elementCount } from '../basics/element-count';
import type { GraphDocument } from '../graph/document';
import { leastChannels, widened } from './edits/width';
import type { StudyArm } from './study';

/** Numbers of an arm: parameters, multiply-adds for an image, and seconds of a run where they are known. */
export interface Measures {
  arm: string;
  params: number;
  macs: number;
  seconds?: number | undefined;
}

export type Measure = 'params' | 'macs' | 'seconds';

export interface Inequality {
  arm: string;
  measure: Measure;
  value: number;
  /** Value divided by the baseline's. */
  ratio: number;
}

/** Times differ from run to run. */
const SAME_TIME = 0.05;

/** In which the arms are not equal to the baseline. */
export function inequalities(all: readonly Measures[], baseline: string): Inequality[] {
  const base = all.find(({ arm }) => arm === baseline);
  if (!base) return [];
  return all.flatMap((one) =>
    (['params', 'macs', 'seconds'] as const).flatMap((measure) => {
      const [value, than] = [one[measure], base[measure]];
      if (value === undefined || than === undefined || than === 0) return [];
      const ratio = value / than;
      const same = measure === 'seconds' ? Math.abs(ratio - 1) <= SAME_TIME : value === than;
      return same ? [] : [{ arm: one.arm, measure, value, ratio }];
    }),
  );
}

export interface SharedStart {
  /** Parameters that both have, by name and shape, which start with the same values for the same seed. */
  shared: number;
  /** Parameters of the arm that the baseline does not have. */
  own: number;
}

export function sharedStart(arm: GraphDocument, baseline: GraphDocument): SharedStart {
  const theirs = weightsOf(baseline);
  const counts: SharedStart = { shared: 0, own: 0 };
  for (const [name, { shape, count }] of weightsOf(arm))
    counts[theirs.get(name)?.shape === shape ? 'shared' : 'own'] += count;
  return counts;
}

function weightsOf(document: GraphDocument): Map<string, { shape: string; count: number }> {
  const { order, nodes } = analyze(document);
  return new Map(
    order.flatMap((id) =>
      (nodes[id]?.weights ?? []).map(({ name, shape }) => [
        `${id}/${name}`,
        { shape: shape.join(), count: elementCount(shape) },
      ]),
    ),
  );
}

export interface Control {
  arm: StudyArm;
  params: number;
  /** Parameters more than wanted; fewer if negative. */
  remaining: number;
}

const WIDEST = 8;

/**
 * The arm made wider or narrower, so that it has as many parameters as another network, as closely as whole filters
 * allow.
 * @param graph the arm's. @param wanted parameters
 * @returns undefined if no width brings it closer
 */
export function equalParameterControl(
  { name }: Pick<StudyArm, 'name'>,
  graph: GraphDocument,
  wanted: number,
  controlName: string,
): Control | undefined {
  const paramsAt = (factor: number) => analyze(widened(graph, factor)).totals.params;
  const steps = leastChannels(graph);
  if (steps === undefined) return undefined;
  // More filters are more parameters: search among the factors that change the smallest layer by one filter.
  let [low, high] = [1, WIDEST * steps];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (paramsAt(middle / steps) < wanted) low = middle + 1;
    else high = middle;
  }
  const near = [low - 1, low]
    .filter((filters) => filters >= 1)
    .map((filters) => ({ factor: filters / steps, params: paramsAt(filters / steps) }));
  const best = near.reduce((one, other) =>
    Math.abs(other.params - wanted) < Math.abs(one.params - wanted) ? other : one,
  );
  const now = analyze(graph).totals.params;
  if (Math.abs(best.params - wanted) >= Math.abs(now - wanted)) return undefined;
  const edits = [{ kind: 'width' as const, factor: best.factor }];
  return {
    arm: { name: controlName, base: { arm: name }, edits },
    params: best.params,
    remaining: best.params - wanted,
  };
}
