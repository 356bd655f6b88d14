/** The graph that an open one is compared with on the canvas. */
import { create } from 'zustand';
import type { GraphAnalysis } from '../../core/analysis/types';
import { graphDiff, isSame } from '../../core/edit/graph-diff';
import { type JointGraph, jointAnalysis, jointGraph } from '../../core/edit/joint-graph';
import type { GraphDocument } from '../../core/graph/document';
import { analysisOf } from './analysis';
import { type OpenDocument, useDocuments } from './documents';

interface ComparedGraph {
  /** The open graph's. */
  documentId: string;
  name: string;
  graph: GraphDocument;
}

export const useComparedGraph = create<{ compared?: ComparedGraph; choosing: boolean }>(() => ({
  choosing: false,
}));

export const compareWith = (compared: ComparedGraph): void =>
  useComparedGraph.setState({ compared, choosing: false });

export type NamedGraph = Pick<ComparedGraph, 'name' | 'graph'>;

/**
 * Compares two graphs on the canvas: in the tab of the second, or in that of the first (added and removed change places), if one of
 * them is open as it is; otherwise in a new tab with the second.
 */
export function showComparison(first: NamedGraph, second: NamedGraph): void {
  const { documents, activate, open } = useDocuments.getState();
  const tabOf = ({ graph }: NamedGraph) =>
    documents.find(({ document }) => isSame(graphDiff(document, graph)))?.id;
  const own = tabOf(second);
  const others = own === undefined ? tabOf(first) : undefined;
  const documentId = own ?? others ?? open(second.graph, true);
  activate(documentId);
  compareWith({ documentId, ...(others === undefined ? first : second) });
}

export const stopComparing = (): void => useComparedGraph.setState({ compared: undefined });

export interface Comparison extends JointGraph {
  /** The other graph, and its name. */
  other: GraphDocument;
  name: string;
  analysis: GraphAnalysis;
}

const known = new WeakMap<GraphDocument, Comparison>();

/** What the other graph has that this one has not, and the reverse; undefined if it is not compared. */
export function useComparison(open: OpenDocument | undefined): Comparison | undefined {
  const compared = useComparedGraph((state) => state.compared);
  if (!open || compared?.documentId !== open.id) return undefined;
  const { document } = open;
  const { name, graph: other } = compared;
  const before = known.get(document);
  if (before?.other === other) return before;
  const joint = jointGraph(other, document);
  const analysis = jointAnalysis(joint, analysisOf(other), analysisOf(document));
  const comparison = { ...joint, other, name, analysis };
  known.set(document, comparison);
  return comparison;
}

/** Folds a group that only the other graph has. @returns whether it has it. */
export function foldInOther(groupId: string, collapsed: boolean): boolean {
  const { compared } = useComparedGraph.getState();
  if (!compared?.graph.groups.some(({ id }) => id === groupId)) return false;
  const groups = compared.graph.groups.map((group) =>
    group.id === groupId ? { ...group, collapsed } : group,
  );
  useComparedGraph.setState({ compared: { ...compared, graph: { ...compared.graph, groups } } });
  return true;
}

/** Unfolds what hides a layer that only the other graph has. */
export function showInOther(id: string): void {
  const { compared } = useComparedGraph.getState();
  const byId = new Map(compared?.graph.groups.map((group) => [group.id, group]));
  let at = compared?.graph.nodes.find((node) => node.id === id)?.group;
  while (at !== undefined) {
    if (byId.get(at)?.collapsed) foldInOther(at, false);
    at = byId.get(at)?.parent;
  }
}
