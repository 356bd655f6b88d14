/** The difference of two networks in words: one line for each layer and edge. */
import type { DiffMark } from '../graph/diff-marks';
import { listMessage, type Message, message, t, textOf } from '../messages';
import { operatorFor } from '../ops/registry';
import { type FieldDiff, type GraphDiff, isSame } from './graph-diff';

export interface DiffLine {
  kind: DiffMark;
  /** The id of the layer, in the network that has it; absent for an edge. */
  id?: string;
  words: string;
}

/** "9 layers removed, 2 layers changed" */
export function diffSummary(diff: GraphDiff): Message {
  if (isSame(diff)) return message('diff.same');
  const { added, removed, changed, renamed, edgesAdded, edgesRemoved } = diff;
  const counts = [
    ['diff.layersAdded', added.length],
    ['diff.layersRemoved', removed.length],
    ['diff.layersChanged', changed.length],
    ['diff.layersRenamed', renamed.length],
    ['diff.edgesAdded', edgesAdded.length],
    ['diff.edgesRemoved', edgesRemoved.length],
  ] as const;
  return listMessage(
    counts.flatMap(([key, count]) => (count > 0 ? [message(key, { count })] : [])),
    'unit',
  );
}

export function diffLines(diff: GraphDiff): DiffLine[] {
  const layer = (kind: DiffLine['kind'], { id, type }: { id: string; type: string }): DiffLine => ({
    ...{ kind, id },
    words: t('diff.layer', { id, type }),
  });
  return [
    ...diff.removed.map((node) => layer('removed', node)),
    ...diff.added.map((node) => layer('added', node)),
    ...diff.changed.map(
      ({ after, fields }): DiffLine => ({
        ...{ kind: 'changed', id: after.id },
        words: t('diff.changed', {
          id: after.id,
          type: after.type,
          fields: textOf(
            listMessage(
              fields.map((field) => fieldWords(field, after.type)),
              'unit',
            ),
          ),
        }),
      }),
    ),
    ...diff.renamed.map(
      ({ before, after }): DiffLine => ({
        ...{ kind: 'renamed', id: after.id },
        words: t('diff.renamed', { before: before.id, after: after.id, type: after.type }),
      }),
    ),
    ...diff.edgesRemoved.map(
      ({ source, target }): DiffLine => ({
        kind: 'removed',
        words: t('diff.edge', { source, target }),
      }),
    ),
    ...diff.edgesAdded.map(
      ({ source, target }): DiffLine => ({
        kind: 'added',
        words: t('diff.edge', { source, target }),
      }),
    ),
  ];
}

/** "Filters 64 → 128" */
function fieldWords({ name, before, after }: FieldDiff, type: string): Message {
  const label = operatorFor(type)?.fields.find((field) => field.name === name)?.label;
  const shown = (value: unknown) =>
    value === undefined ? '–' : Array.isArray(value) ? value.join('×') : String(value);
  return message('diff.field', {
    name: label ? message(label) : name,
    before: shown(before),
    after: shown(after),
  });
}
