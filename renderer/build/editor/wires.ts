/** The wires that are drawn. Edges that coincide because of a folded group are one wire. */
import type { GraphDocument, GraphEdge } from '../../../core/graph/document';
import type { Shortcut } from '../../../core/network/shortcuts';
import type { Outline } from './outline';

/** `fork` leads to a projection, `carry` runs inside it, `join` leads to the Add; `arc` is an identity. */
export type ShortcutPart = 'fork' | 'carry' | 'join' | 'arc';

export interface DrawnWire {
  /** Id of the (first) edge of the graph that it draws. */
  id: string;
  /** All edges of the graph that it draws. */
  edgeIds: readonly string[];
  /** Keys of the items at its ends. */
  from: string;
  to: string;
  /** The layer whose output it carries. */
  sourceNode: string;
  targetNode: string;
  /** All its edges are removed. */
  muted: boolean;
  shortcut?: { part: ShortcutPart; shortcut: Shortcut };
}

/** The part that each edge plays in a shortcut, by the edge's id. */
function shortcutParts(
  document: GraphDocument,
  shortcuts: readonly Shortcut[],
): Map<string, { part: ShortcutPart; shortcut: Shortcut }> {
  const parts = new Map<string, { part: ShortcutPart; shortcut: Shortcut }>();
  const outgoing = new Map<string, GraphEdge[]>();
  for (const edge of document.edges) outgoing.set(edge.source, [...(outgoing.get(edge.source) ?? []), edge]);
  for (const shortcut of shortcuts) {
    const inside = new Set(shortcut.nodes);
    if (inside.size === 0) {
      parts.set(shortcut.edgeId, { part: 'arc', shortcut });
      continue;
    }
    parts.set(shortcut.edgeId, { part: 'join', shortcut });
    for (const edge of outgoing.get(shortcut.source) ?? [])
      if (inside.has(edge.target)) parts.set(edge.id, { part: 'fork', shortcut });
    for (const id of inside)
      for (const edge of outgoing.get(id) ?? [])
        if (inside.has(edge.target)) parts.set(edge.id, { part: 'carry', shortcut });
  }
  return parts;
}

export function drawnWires(
  document: GraphDocument,
  outline: Outline,
  shortcuts: readonly Shortcut[],
): DrawnWire[] {
  const parts = shortcutParts(document, shortcuts);
  const wires = new Map<string, DrawnWire>();
  for (const edge of document.edges) {
    const from = outline.shownAs.get(edge.source);
    const to = outline.shownAs.get(edge.target);
    if (from === undefined || to === undefined || from === to) continue;
    const toFold = outline.items.get(to)?.kind === 'fold';
    // The main path and the shortcut of a folded block read the same input.
    const key = toFold ? `${from}>${to}>${edge.source}` : `${from}>${to}>${edge.id}`;
    const other = wires.get(key);
    const muted = edge.muted === true;
    if (other) {
      wires.set(key, {
        ...other,
        // Named after an edge that is not removed, if there is one.
        id: other.muted && !muted ? edge.id : other.id,
        edgeIds: [...other.edgeIds, edge.id],
        muted: other.muted && muted,
        shortcut: undefined,
      });
      continue;
    }
    wires.set(key, {
      id: edge.id,
      edgeIds: [edge.id],
      from,
      to,
      sourceNode: edge.source,
      targetNode: edge.target,
      muted,
      shortcut: toFold ? undefined : parts.get(edge.id),
    });
  }
  return [...wires.values()];
}
