/** The differences between two runs: settings and graphs. Pure. */

import { formatCompact, formatCount } from '../../core/format/number';
import type { GraphDocument } from '../../core/graph/document';
import { t } from '../../core/messages';
import { findShortcuts } from '../../core/network/shortcuts';
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

/** `absent` is shown where the other list does not have it; by default a dash. */
type Facts = readonly (readonly [what: string, value: string, absent?: string])[];

const settingFacts = ({ settings }: RunRecord): Facts => [
  ...settingRows(settings).map(({ what, value }) => [what, value] as const),
  [t('compare.differences.seed'), String(settings.seed)],
];

function graphFacts(graph: GraphDocument): Facts {
  const { effective, nodes, totals } = analysisOf(graph);
  const inForce = new Set(effective.nodes.map(({ id }) => id));
  const ofType = new Map<string, number>();
  for (const { type } of effective.nodes) ofType.set(type, (ofType.get(type) ?? 0) + 1);
  const shortcuts = findShortcuts(graph).filter(({ muted }) => !muted);
  const kinds = (kind: string) => formatCount(shortcuts.filter((shortcut) => shortcut.kind === kind).length);
  const onShortcuts = new Set(shortcuts.flatMap((shortcut) => shortcut.nodes));
  let projection = 0;
  for (const id of onShortcuts) if (inForce.has(id)) projection += nodes[id]?.paramCount ?? 0;
  const types = [...ofType].sort(([a], [b]) => a.localeCompare(b));
  return [
    [t('compare.differences.shortcuts'), formatCount(totals.shortcuts)],
    [t('compare.differences.identityShortcuts'), kinds('identity')],
    [t('compare.differences.projectionShortcuts'), kinds('projection')],
    [t('compare.differences.projectionWeights'), formatCount(projection)],
    [t('compare.differences.mainPathLayers'), formatCount(totals.depth)],
    [t('compare.differences.parameters'), formatCount(totals.params)],
    [t('compare.differences.weightsOffShortcuts'), formatCount(totals.params - projection)],
    [t('compare.differences.macs'), formatCompact(totals.macs)],
    ...types.map(
      ([type, count]) =>
        [t('compare.differences.nodes', { type }), formatCount(count), formatCount(0)] as const,
    ),
  ];
}

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
    [...(both ? graphFacts(first.graph!) : []), ...settingFacts(first.run)],
    [...(both ? graphFacts(second.graph!) : []), ...settingFacts(second.run)],
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
