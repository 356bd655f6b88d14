/** What a network consists of, for comparing it with others. */
import { formatCompact, formatCount } from '../format/number';
import type { GraphDocument } from '../graph/document';
import { t } from '../messages';
import { findShortcuts } from '../network/shortcuts';
import type { GraphAnalysis } from './types';

/** `absent` is shown where another list does not have it; by default a dash. */
export type Facts = readonly (readonly [what: string, value: string, absent?: string])[];

export function graphFacts(
  graph: GraphDocument,
  { effective, nodes, totals }: Pick<GraphAnalysis, 'effective' | 'nodes' | 'totals'>,
): Facts {
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
