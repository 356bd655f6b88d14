import { foldedAtFirst } from '../../../../core/edit';
import type { GraphDocument } from '../../../../core/graph/document';
import { activeDocument, useDocuments } from '../../../state/documents';
import { useNavigation } from '../../../state/navigation';
import { useSelection } from '../../../state/selection';
import { fitView } from '../canvasView';
import { uncover } from '../folding';
import { groupKey } from '../outline';

/**
 * Opens a graph in a new tab and shows it.
 * @param untouched moves it to the bin if it is closed without an edit
 */
export function openGraph(document: GraphDocument, untouched = false): string {
  const id = useDocuments.getState().open(foldedAtFirst(document), untouched);
  useSelection.getState().select({});
  useNavigation.getState().go('build');
  return id;
}

/** Selects a layer, a group or an edge, unfolds the groups around it and brings it into view. */
export function reveal(target: { nodeId?: string; groupId?: string; edgeId?: string }) {
  const open = activeDocument();
  if (!open) return;
  const edge = open.document.edges.find((each) => each.id === target.edgeId);
  const id = target.nodeId ?? target.groupId ?? edge?.target;
  if (id === undefined) return;
  useNavigation.getState().go('build');
  uncover(id);
  const key = target.nodeId === undefined && target.groupId !== undefined ? groupKey(target.groupId) : id;
  useSelection
    .getState()
    .select(target.nodeId === undefined && edge ? { edges: [edge.id] } : { items: [key] });
  setTimeout(() => fitView([key]), 80);
}
