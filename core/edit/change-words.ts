/** What a change did, in words: "2 layers added, 1 moved". */
import { plural } from '../format/plural';
import type { Change } from './change';

/** @param change absent: nothing differs. */
export function changeWords(change: Change | undefined): string {
  const { head, nodes, edges, groups } = change ?? {};
  const fields = (nodes?.set ?? []).map(({ to, drop = [] }) => [...Object.keys(to), ...drop]);
  const changed = fields.filter((names) => names.some((name) => name === 'params' || name === 'type')).length;
  const onlyMoved = fields.filter((names) => names.every((name) => name === 'position')).length;
  const muted = edges?.set?.filter(({ to }) => to.muted === true).length ?? 0;
  const unmuted = edges?.set?.filter(({ drop }) => drop?.includes('muted')).length ?? 0;
  const rewired = (edges?.set?.length ?? 0) - muted - unmuted;
  const regrouped =
    (groups?.add?.length ?? 0) +
    (groups?.remove?.length ?? 0) +
    (groups?.set?.filter(({ to, drop = [] }) => [...Object.keys(to), ...drop].some((name) => !VIEW.has(name)))
      .length ?? 0);
  const parts = [
    head?.name !== undefined && `renamed to ${head.name}`,
    ...counted('layer', nodes?.add?.length, 'added'),
    ...counted('layer', nodes?.remove?.length, 'deleted'),
    ...counted('layer', changed, 'changed'),
    ...counted('edge', edges?.add?.length, 'drawn'),
    ...counted('edge', edges?.remove?.length, 'deleted'),
    ...counted('edge', rewired, 'rewired'),
    ...counted('edge', muted, 'muted'),
    ...counted('edge', unmuted, 'unmuted'),
    ...counted('group', regrouped, 'changed'),
    ...counted('layer', onlyMoved, 'moved'),
  ].filter((part) => part !== false);
  if (parts.length === 0) return change ? 'Folded or arranged' : 'No change';
  const words = parts.join(', ');
  return words[0]!.toUpperCase() + words.slice(1);
}

/** Fields that say how a group is shown. */
const VIEW = new Set(['collapsed', 'position']);

const counted = (thing: string, count: number | undefined, done: string): string[] =>
  count ? [`${plural(count, thing)} ${done}`] : [];
