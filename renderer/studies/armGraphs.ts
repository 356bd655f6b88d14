/** Graphs of arms that are open in Build: what is edited there becomes an edit of the arm. */
import { create } from 'zustand';
import type { GraphDocument } from '../../core/graph/document';
import { editBetween, type HandEdit, nextHandEdit, withHandEdit } from '../settings/study/handEdit';
import { editStudy, openStudyNow, useOpenStudy } from '../settings/study/open';
import { useDocuments } from '../state/documents';
import { keep } from '../state/kept/keep';
import { useNavigation } from '../state/navigation';
import { saveNow } from './sync';

export interface ArmGraph extends HandEdit {
  /** Id of the study. */
  study: string;
}

/** By id of the graph. */
export const useArmGraphs = create<{ graphs: Readonly<Record<string, ArmGraph>> }>(() => ({ graphs: {} }));

keep(useArmGraphs, {
  concern: 'view',
  values: ({ graphs }) => ({
    armGraphs: Object.fromEntries(
      Object.entries(graphs).map(([id, { study, at, arm }]) => [id, `${study} ${at} ${arm}`]),
    ),
  }),
  change: ({ armGraphs }) => ({
    graphs: Object.fromEntries(
      Object.entries(Object(armGraphs) as Record<string, string>).flatMap(([id, text]) => {
        const [, study, at, arm] = /^(\S+) (\d+) (.+)$/s.exec(text) ?? [];
        return study && arm ? [[id, { study, at: Number(at), arm }]] : [];
      }),
    ),
  }),
});

/** Shows the graph of an arm in Build. @param graph the arm's */
export function openArmGraph(name: string, graph: GraphDocument): void {
  const open = openStudyNow();
  const arm = open?.study.arms.find((one) => one.name === name);
  if (!open || !arm) return;
  const { documents, activate, open: openDocument } = useDocuments.getState();
  const { graphs } = useArmGraphs.getState();
  const known = Object.entries(graphs).find(([, one]) => one.study === open.id && one.arm === name)?.[0];
  const tab = documents.find(({ id }) => id === known);
  if (tab && !editBetween(graph, tab.document)) activate(tab.id);
  else {
    const others = Object.entries(graphs).filter(([id]) => id !== known);
    const id = openDocument({ ...graph, name });
    const linked = { study: open.id, ...nextHandEdit(arm) };
    useArmGraphs.setState({ graphs: { ...Object.fromEntries(others), [id]: linked } });
  }
  useNavigation.getState().go('build');
}

/** The graphs of an arm that has another name now. */
export function followName(from: string, to: string): void {
  const study = openStudyNow()?.id;
  useArmGraphs.setState(({ graphs }) => ({
    graphs: Object.fromEntries(
      Object.entries(graphs).map(([id, one]) => [
        id,
        one.study === study && one.arm === from ? { ...one, arm: to } : one,
      ]),
    ),
  }));
}

/** Milliseconds after an edit. */
const TAKE_AFTER = 250;

let timer: ReturnType<typeof setTimeout> | undefined;
/** The graphs that the arms have taken over. */
const taken = new Map<string, GraphDocument>();

function takeEdits(): void {
  clearTimeout(timer);
  const open = openStudyNow();
  if (!open) return;
  const { graphs } = useArmGraphs.getState();
  for (const { id, document } of useDocuments.getState().documents) {
    const linked = graphs[id];
    if (linked?.study !== open.id || taken.get(id) === document) continue;
    taken.set(id, document);
    editStudy((study) => withHandEdit(study, linked, document));
  }
}

function soon(): void {
  clearTimeout(timer);
  timer = setTimeout(takeEdits, TAKE_AFTER);
}

useDocuments.subscribe(({ documents }, before) => {
  if (documents !== before.documents) soon();
});
useNavigation.subscribe(takeEdits);
// Edits of a graph while another study was open, or in another window.
useOpenStudy.subscribe(({ open }, before) => {
  if (open?.id === before.open?.id) return;
  taken.clear();
  soon();
});
window.addEventListener('pagehide', () => {
  takeEdits();
  void saveNow();
});
