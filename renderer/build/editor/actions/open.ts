import { foldedAtFirst } from '../../../../core/edit';
import type { GraphDocument } from '../../../../core/graph/document';
import { activeDocument, useDocuments } from '../../../state/documents';
import { useNavigation } from '../../../state/navigation';
import { usePreferences } from '../../../state/preferences';
import { useSelection } from '../../../state/selection';
import { bringIntoView, fitView } from '../canvasView';
import { setFolded, uncover } from '../folding';
import { absoluteBox } from '../keepPlaces';
import { groupKey, groupOfKey } from '../outline';
import { sceneOf } from '../sceneCache';
import { along, type Way } from '../walk';

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

/** Goes to a field of the inspector, which is shown for it. Its text is selected. */
function goToField(find: () => HTMLInputElement | null | undefined) {
  usePreferences.getState().set({ inspectorOpen: true });
  const go = (field: HTMLInputElement) => {
    field.focus();
    field.select();
  };
  const shown = find();
  if (shown) return go(shown);
  setTimeout(() => {
    const field = find();
    if (field) go(field);
  }, 60);
}

const NAME_FIELDS = '#node-name, #group-label, #graph-name';

const inspected = (selector: string) =>
  window.document.querySelector<HTMLInputElement>(`[data-inspector] :is(${selector})`);

/** Renames what is selected, or the graph if nothing is. */
export function renameSelected() {
  goToField(() => inspected(NAME_FIELDS));
}

/** Unfolds or folds a group; goes to the first setting of a layer. */
export function openSelected() {
  const [key] = useSelection.getState().items;
  const group = key === undefined ? undefined : groupOfKey(key);
  const found = activeDocument()?.document.groups.find(({ id }) => id === group);
  if (found) setFolded(found.id, !found.collapsed);
  else goToField(() => inspected(`input:not(${NAME_FIELDS})`));
}

/** Selects what an edge, or the other branch of a fork, leads to. */
export function selectAlong(way: Way) {
  const open = activeDocument();
  const [key] = useSelection.getState().items;
  if (!open || key === undefined) return;
  const { edges } = sceneOf(open.document);
  const next = along(key, way, edges, (id) => absoluteBox(open.document, id)?.x ?? 0);
  if (next === undefined) return;
  useSelection.getState().select({ items: [next] });
  void bringIntoView(next);
}
