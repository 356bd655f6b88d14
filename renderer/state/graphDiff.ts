/** The graph that an open one is compared with on the canvas. */
import { create } from 'zustand';
import { type GraphDiff, graphDiff } from '../../core/edit/graph-diff';
import { membersOf } from '../../core/edit/groups';
import type { GraphDocument } from '../../core/graph/document';

export type DiffMark = 'added' | 'changed' | 'renamed';

interface ComparedGraph {
  /** The open graph's. */
  documentId: string;
  name: string;
  graph: GraphDocument;
}

export const useComparedGraph = create<{ compared?: ComparedGraph; choosing: boolean }>(() => ({
  choosing: false,
}));

/** Marks on the canvas, by id of layer or group. */
export const useDiffMarks = create<Readonly<Record<string, DiffMark>>>(() => ({}));

export const compareWith = (compared: ComparedGraph): void =>
  useComparedGraph.setState({ compared, choosing: false });

export const stopComparing = (): void => useComparedGraph.setState({ compared: undefined });

/** A group with a mark inside is changed, or has the mark of all its layers. */
export function diffMarks(document: GraphDocument, diff: GraphDiff): Record<string, DiffMark> {
  const marks: Record<string, DiffMark> = Object.create(null);
  for (const { id } of diff.added) marks[id] = 'added';
  for (const { after } of diff.changed) marks[after.id] = 'changed';
  for (const { after } of diff.renamed) marks[after.id] = 'renamed';
  for (const { id } of document.groups) {
    const members = [...membersOf(document, id)];
    const inside = new Set(members.map((member) => marks[member]));
    const [only] = inside;
    if (inside.size === 1) {
      if (only) marks[id] = only;
    } else if (members.length > 0) marks[id] = 'changed';
  }
  return marks;
}

/** What the open graph has that the other has not, and the reverse. */
export const comparedDiff = (document: GraphDocument, other: GraphDocument): GraphDiff =>
  graphDiff(other, document);
