/** The differences between two runs: settings and graphs. Pure. */

import { type Facts, graphFacts } from '../../core/analysis/graph-facts';
import type { GraphDocument } from '../../core/graph/document';
import { t } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { settingRows } from '../settings/rows';
import { analysisOf } from '../state/analysis';

export interface Difference {
  what: string;
  first: string;
  second: string;
}

export interface Differences {
  differing: readonly Difference[];
  /** Facts that are equal. */
  equal: number;
}

const settingFacts = ({ settings }: RunRecord): Facts => [
  ...settingRows(settings).map(({ what, value }) => [what, value] as const),
  [t('compare.differences.seed'), String(settings.seed)],
];

function compare(first: Facts, second: Facts): Differences {
  const valuesOf = (facts: Facts) => new Map(facts.map(([what, value]) => [what, value]));
  const [own, other] = [valuesOf(first), valuesOf(second)];
  const absent = new Map([...first, ...second].map(([what, _value, none = '–']) => [what, none]));
  const rows = [...absent].map(([what, none]) => ({
    what,
    first: own.get(what) ?? none,
    second: other.get(what) ?? none,
  }));
  const differing = rows.filter((row) => row.first !== row.second);
  return { differing, equal: rows.length - differing.length };
}

/** Compares only the settings until both graphs are loaded. */
export function differencesOf(
  first: { run: RunRecord; graph?: GraphDocument },
  second: { run: RunRecord; graph?: GraphDocument },
): Differences {
  const both = first.graph && second.graph;
  return compare(
    [...(both ? graphFacts(first.graph!, analysisOf(first.graph!)) : []), ...settingFacts(first.run)],
    [...(both ? graphFacts(second.graph!, analysisOf(second.graph!)) : []), ...settingFacts(second.run)],
  );
}

/** A residual run and its plain twin, else the first two. */
export function defaultPair(runs: readonly RunRecord[]): readonly [RunRecord, RunRecord] | undefined {
  for (const residual of runs.filter(({ network }) => network.variant === 'residual')) {
    const plain = runs.find(
      ({ network, settings }) =>
        network.variant === 'plain' &&
        network.twinKey === residual.network.twinKey &&
        settings.seed === residual.settings.seed,
    );
    if (plain) return [residual, plain];
  }
  const [first, second] = runs;
  return first && second ? [first, second] : undefined;
}
