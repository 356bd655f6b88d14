/** Graphs side by side in Build: their ids, from left to right. Empty: only the active graph is shown. Pure. */

/** More would be too narrow to work in. */
export const MOST_PANES = 3;

export interface Shown {
  activeId: string | undefined;
  panes: readonly string[];
}

/** A graph that no pane shows takes the place of the active one. */
export function activated({ activeId, panes }: Shown, id: string): Shown {
  if (panes.length === 0 || panes.includes(id)) return { activeId: id, panes };
  return { activeId: id, panes: panes.map((pane) => (pane === activeId ? id : pane)) };
}

/**
 * The active graph goes into a pane of its own, at the right; `left` is shown where it was.
 * @returns the same if there is no room
 */
export function split(shown: Shown, left: string): Shown {
  const { activeId, panes } = shown;
  const before = panes.length === 0 && activeId !== undefined ? [activeId] : panes;
  if (activeId === undefined || left === activeId || before.includes(left) || before.length >= MOST_PANES)
    return shown;
  return { activeId, panes: before.flatMap((pane) => (pane === activeId ? [left, activeId] : [pane])) };
}

/** The pane beside it becomes active. @returns no active graph if that was the only pane */
export function without({ activeId, panes }: Shown, id: string): Shown {
  const left = panes.filter((pane) => pane !== id);
  const at = panes.indexOf(id);
  return {
    activeId: activeId === id ? left[Math.min(at, left.length - 1)] : activeId,
    panes: left.length > 1 ? left : [],
  };
}

/** What can be shown of panes that were kept: open graphs, once each, among them the active one. */
export function known({ activeId, panes }: Shown, open: readonly string[]): Shown {
  const left = [...new Set(panes)].filter((pane) => open.includes(pane)).slice(0, MOST_PANES);
  const isShown = left.length > 1 && activeId !== undefined && left.includes(activeId);
  return { activeId, panes: isShown ? left : [] };
}
