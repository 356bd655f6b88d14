/** What is selected on the canvas: keys of items (layers by id, groups by `group:` key) and ids of edges. */
import { create } from 'zustand';
import { MOST_IDS } from '../../core/contract/kept';
import { keep } from './kept/keep';

export interface Selection {
  items: readonly string[];
  edges: readonly string[];
}

interface SelectionState extends Selection {
  select(next: Partial<Selection>): void;
}

const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((id, index) => id === b[index]);

export const useSelection = create<SelectionState>()((set) => ({
  items: [],
  edges: [],
  select: ({ items = [], edges = [] }) =>
    set((now) => (same(now.items, items) && same(now.edges, edges) ? now : { items, edges })),
}));

keep(useSelection, {
  concern: 'view',
  // A selection too large for the host is not kept.
  values: ({ items, edges }) => ({
    selectedItems: items.length > MOST_IDS ? [] : [...items],
    selectedEdges: edges.length > MOST_IDS ? [] : [...edges],
  }),
  change: ({ selectedItems, selectedEdges }) => ({
    ...(Array.isArray(selectedItems) && { items: selectedItems as string[] }),
    ...(Array.isArray(selectedEdges) && { edges: selectedEdges as string[] }),
  }),
});
