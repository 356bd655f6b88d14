/** In what two runs differ: their settings and their graphs. Pure. */

import { formatCompact, formatCount } from '../../core/format/number';
import type { GraphDocument } from '../../core/graph/document';
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
  /** How many facts were compared and found equal. */
  equal: number;
}

type Facts = readonly (readonly [what: string, value: string])[];

const settingFacts = ({ settings }: RunRecord): Facts => [
  ...settingRows(settings).map(({ what, value }) => [what, value] as const),
  ['seed', String(settings.seed)],
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
    ['shortcuts', formatCount(totals.shortcuts)],
    ['identity shortcuts', kinds('identity')],
    ['projection shortcuts', kinds('projection')],
    ['projection weights', formatCount(projection)],
    ['layers with weights on the main path', formatCount(totals.depth)],
    ['parameters', formatCount(totals.params)],
    ['weights off the shortcuts', formatCount(totals.params - projection)],
    ['multiply-adds', formatCompact(totals.macs)],
    ...types.map(([type, count]) => [`${type} nodes`, formatCount(count)] as const),
  ];
}

/** A graph without a kind of node has 0 of it; a setting without a meaning in one run has no value there. */
const none = (what: string) => (what.endsWith(' nodes') ? '0' : '–');

function compare(first: Facts, second: Facts): Differences {
  const other = new Map(second);
  const own = new Map(first);
  const names = [...new Set([...own.keys(), ...other.keys()])];
  const rows = names.map((what) => ({
    what,
    first: own.get(what) ?? none(what),
    second: other.get(what) ?? none(what),
  }));
  const differing = rows.filter((row) => row.first !== row.second);
  return { differing, equal: rows.length - differing.length };
}

/** Graphs may still be on their way: then only the settings are compared. */
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

/** The pair to begin with: a residual run and its plain twin, else the first two. */
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
