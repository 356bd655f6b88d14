/** What is in each container: its children, the links between them, and the shortcuts that end in it. */
import { groupKey, type Item, type Outline } from './outline';
import type { DrawnWire } from './wires';

/** The inside of a container. */
export interface Contents {
  children: readonly Item[];
  /** Between its children; `value` is the layer whose output a wire carries. */
  links: { from: string; to: string; value: string; wire: string }[];
  /** Shortcuts that end in one of its layers. */
  shortcuts: { wire: DrawnWire; from: string | undefined; to: string; nodes: string[] }[];
}

/** By container; undefined is the canvas. */
export function contentsOf(outline: Outline, wires: readonly DrawnWire[]): Map<string | undefined, Contents> {
  const contents = new Map<string | undefined, Contents>();
  const at = (id: string | undefined): Contents => {
    const inside = contents.get(id) ?? { children: [], links: [], shortcuts: [] };
    contents.set(id, inside);
    return inside;
  };
  /** From the root down to the item itself. */
  const pathOf = (key: string): Item[] => {
    const item = outline.items.get(key);
    if (!item) return [];
    return [...(item.container === undefined ? [] : pathOf(groupKey(item.container))), item];
  };
  for (const wire of wires) {
    const from = pathOf(wire.from);
    const to = pathOf(wire.to);
    let depth = 0;
    while (from[depth] && from[depth] === to[depth]) depth += 1;
    const a = from[depth];
    const b = to[depth];
    if (!a || !b) continue;
    at(a.container).links.push({ from: a.key, to: b.key, value: wire.sourceNode, wire: wire.id });
    const part = wire.shortcut?.part;
    if (part !== 'arc' && part !== 'join') continue;
    const target = outline.items.get(wire.to)!;
    const fork = pathOf(outline.shownAs.get(wire.shortcut!.shortcut.source) ?? '').find(
      (item) => item.container === target.container,
    );
    at(target.container).shortcuts.push({
      wire,
      from: fork?.key,
      to: wire.to,
      nodes: wire.shortcut!.shortcut.nodes.filter(
        (node) => outline.items.get(node)?.container === target.container,
      ),
    });
  }
  return contents;
}
