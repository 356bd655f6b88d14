/** Finds the parts of a graph that an edit is about. */
import { analyze } from '../../analysis/analyze';
import { hintFor } from '../../basics/suggest';
import { membersOf } from '../../edit';
import type { GraphDocument, GraphNode, Shape } from '../../graph/document';
import { namesOf, uniqueName } from '../../graph/ids';
import { type Key, message, someOf, type Values } from '../../messages';
import { findShortcuts, type Shortcut } from '../../network/shortcuts';
import { StudyError } from '../../study/study-error';
import { styleOf } from '../../styles';
import type { StyleArguments } from '../../styles/arguments';

export const cannot = (key: Key, values?: Values): StudyError => new StudyError(message(key, values));

/** Nodes of each block, stage or single node. @throws StudyError for a name that the graph lacks. */
export function nodesOfBlocks(document: GraphDocument, blocks: readonly string[]): Map<string, Set<string>> {
  return new Map(
    blocks.map((id) => {
      if (document.groups.some((group) => group.id === id)) return [id, membersOf(document, id)];
      if (document.nodes.some((node) => node.id === id)) return [id, new Set([id])];
      const known = document.groups.filter(({ kind }) => kind !== 'group').map((group) => group.id);
      const there = message('ablation.edits.blocksThere', { names: someOf(known) });
      throw cannot('ablation.edits.noBlock', { id, hint: hintFor(id, known, there) });
    }),
  );
}

/**
 * Shortcuts in force, in the order of the Adds.
 * @throws StudyError if there is none, in the network or in one of the blocks
 */
export function shortcutsIn(document: GraphDocument, blocks?: readonly string[]): Shortcut[] {
  const all = findShortcuts(document).filter(({ muted }) => !muted);
  if (all.length === 0) throw cannot('ablation.edits.noShortcut');
  if (!blocks) return all;
  const chosen = new Set<Shortcut>();
  for (const [id, members] of nodesOfBlocks(document, blocks)) {
    const found = all.filter(({ addId }) => members.has(addId));
    if (found.length === 0) throw cannot('ablation.edits.noShortcutIn', { id });
    for (const one of found) chosen.add(one);
  }
  return all.filter((one) => chosen.has(one));
}

/** Output shapes by node. @throws StudyError for a graph with errors. */
export function shapesOf(document: GraphDocument): (id: string) => Shape {
  const { nodes, problems } = analyze(document);
  const wrong = problems.find(({ severity }) => severity === 'error');
  if (wrong) throw new StudyError(wrong.said);
  return (id) => nodes[id]?.outputShape ?? [];
}

/** Renames nodes, by id; a name that is taken gets a number. */
export function renamed(document: GraphDocument, names: ReadonlyMap<string, string>): GraphDocument {
  const taken = namesOf({
    ...document,
    nodes: document.nodes.filter(({ id }) => !names.has(id)),
  });
  const final = new Map<string, string>();
  for (const [id, wanted] of names) {
    const name = uniqueName(taken, wanted);
    taken.add(name);
    final.set(id, name);
  }
  const named = (id: string) => final.get(id) ?? id;
  const nodes = document.nodes.map((node) => ({ ...node, id: named(node.id) }));
  const edges = document.edges.map((edge) => {
    const [source, target] = [named(edge.source), named(edge.target)];
    if (source === edge.source && target === edge.target) return edge;
    return { ...edge, id: renamedEdge(edge.id, edge, source, target), source, target };
  });
  return { ...document, nodes, edges };
}

/** An edge with the usual id keeps one. */
const renamedEdge = (id: string, from: { source: string; target: string }, source: string, target: string) =>
  id.startsWith(`${from.source}--${from.target}`)
    ? `${source}--${target}${id.slice(`${from.source}--${from.target}`.length)}`
    : id;

/** `stage1.block1.bn2` -> `stage1.block1.gn2`, where the last part of the name is `from` and a number. */
export function withSuffix(id: string, from: string, to: string): string {
  const found = /^(.*[._-])?([a-z_]+?)(\d*)$/i.exec(id);
  return found?.[2] === from ? `${found[1] ?? ''}${to}${found[3] ?? ''}` : id;
}

/** The styles of all blocks, changed, so that a block that is rebuilt later stays like the others. */
export function restyled(document: GraphDocument, change: Partial<StyleArguments>): GraphDocument {
  const groups = document.groups.map((group) =>
    group.block
      ? { ...group, block: { ...group.block, style: { ...styleOf(group.block.style), ...change } } }
      : group,
  );
  return { ...document, groups };
}

/** With `change` for each node that it returns other parameters for. */
export function withParams(
  document: GraphDocument,
  change: (node: GraphNode) => GraphNode['params'] | undefined,
): GraphDocument {
  const nodes = document.nodes.map((node) => {
    const params = change(node);
    return params ? { ...node, params: { ...node.params, ...params } } : node;
  });
  return { ...document, nodes };
}
