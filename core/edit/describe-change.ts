/** What a change did: "2 layers added, 1 layer moved". */
import { type Key, listMessage, type Message, message } from '../messages';
import type { Change } from './change';

export function changeWords(change: Change | undefined): Message {
  const { head, nodes, edges, groups } = change ?? {};
  const fields = (nodes?.set ?? []).map(({ to, drop = [] }) => [...Object.keys(to), ...drop]);
  const changed = fields.filter((names) => names.some((name) => OF_LAYER.has(name))).length;
  const frozen = nodes?.set?.filter(({ to }) => to.trainable === false).length;
  const unfrozen = nodes?.set?.filter(({ drop }) => drop?.includes('trainable')).length;
  const onlyMoved = fields.filter((names) => names.every((name) => name === 'position')).length;
  const muted = edges?.set?.filter(({ to }) => to.muted === true).length ?? 0;
  const unmuted = edges?.set?.filter(({ drop }) => drop?.includes('muted')).length ?? 0;
  const rewired = (edges?.set?.length ?? 0) - muted - unmuted;
  const regrouped =
    (groups?.add?.length ?? 0) +
    (groups?.remove?.length ?? 0) +
    (groups?.set?.filter(({ to, drop = [] }) => [...Object.keys(to), ...drop].some((name) => !VIEW.has(name)))
      .length ?? 0);
  const counts: readonly [Key, number | undefined][] = [
    ['graph.change.layersAdded', nodes?.add?.length],
    ['graph.change.layersDeleted', nodes?.remove?.length],
    ['graph.change.layersChanged', changed],
    ['graph.change.layersFrozen', frozen],
    ['graph.change.layersUnfrozen', unfrozen],
    ['graph.change.edgesAdded', edges?.add?.length],
    ['graph.change.edgesDeleted', edges?.remove?.length],
    ['graph.change.edgesChanged', rewired],
    ['graph.change.edgesRemoved', muted],
    ['graph.change.edgesRestored', unmuted],
    ['graph.change.groupsChanged', regrouped],
    ['graph.change.layersMoved', onlyMoved],
  ];
  const parts = [
    ...(head?.name === undefined ? [] : [message('graph.change.renamed', { name: head.name })]),
    ...counts.flatMap(([key, count]) => (count ? [message(key, { count })] : [])),
  ];
  if (parts.length === 0) return message(change ? 'graph.change.arranged' : 'graph.change.none');
  return listMessage(parts, 'unit');
}

/** Whether it changes what the network computes, but for parts that are only removed, bypassed, or restored. */
export function changesNetwork({ nodes, edges }: Change): boolean {
  const changed = nodes?.set?.some(({ to, drop = [] }) =>
    [...Object.keys(to), ...drop].some((name) => OF_LAYER.has(name) && name !== 'bypassed'),
  );
  const rewired = edges?.set?.some(({ to, drop = [] }) =>
    [...Object.keys(to), ...drop].some((name) => name !== 'muted'),
  );
  const parts = [nodes?.add, nodes?.remove, edges?.add, edges?.remove];
  return changed === true || rewired === true || parts.some((part) => part !== undefined && part.length > 0);
}

/** Fields that define what a layer computes, or how it is trained. */
const OF_LAYER = new Set(['params', 'type', 'learningRateFactor', 'bypassed']);

/** Fields that define how a group is shown. */
const VIEW = new Set(['collapsed', 'position']);
