/**
 * Finds blocks and stages in a network without groups. A block is everything between a fork and the Add where its
 * branches meet, with the Add and the activations after it; a stage is a row of blocks of one resolution.
 */
import type { GraphDocument, GraphGroup, Shape } from '../graph/document';
import { namesOf, uniqueName } from '../graph/ids';
import { type Ranked, rankedWiring, topologicalOrder, wire } from '../graph/topology';
import { dominators } from './dominators';

/** Operators that belong to the block before them. */
const TRAILING: ReadonlySet<string> = new Set(['Activation', 'Dropout', 'SpatialDropout2D']);
/** Operators that start a head: from the first of them on, nothing belongs to a stage. */
const HEAD: ReadonlySet<string> = new Set([
  'GlobalAveragePooling2D',
  'GlobalMaxPooling2D',
  'Flatten',
  'Dense',
]);

interface Block {
  /** Ranks of its nodes. */
  ranks: readonly number[];
  last: number;
}

/**
 * The document with groups; unchanged if it has some already, or has no block.
 * @param shapeOf output shape of a node, where it is known
 */
export function withRecognizedGroups(
  document: GraphDocument,
  shapeOf: (id: string) => Shape | undefined,
): GraphDocument {
  const wiring = wire(document);
  const { order, cycle } = topologicalOrder(wiring);
  if (document.groups.length > 0 || cycle) return document;
  const ranked = rankedWiring(wiring, order);
  const typeAt = (rank: number) => wiring.nodes.get(order[rank]!)?.type ?? '';
  const blocks = blocksOf(ranked, typeAt);
  if (blocks.length === 0) return document;

  const taken = namesOf(document);
  const groups: GraphGroup[] = [];
  const groupOf = new Map<string, string>();
  const addGroup = (kind: GraphGroup['kind'], base: string, parent?: string): string => {
    const id = uniqueName(taken, base);
    taken.add(id);
    groups.push({
      id,
      kind,
      ...(parent ? { parent } : {}),
      ...(kind === 'stage' ? { collapsed: true } : {}),
    });
    return id;
  };
  const sizeAt = (rank: number) => shapeOf(order[rank]!)?.slice(0, 2).join('×') ?? '';
  const stages: { id: string; size: string; blocks: number; begin: number }[] = [];
  for (const { ranks, last } of blocks) {
    const size = sizeAt(last);
    let stage = stages.at(-1);
    if (stage?.size !== size) {
      stage = { id: addGroup('stage', `stage${stages.length + 1}`), size, blocks: 0, begin: ranks[0]! };
      stages.push(stage);
    }
    stage.blocks++;
    const block = addGroup('block', `${stage.id}.block${stage.blocks}`, stage.id);
    for (const rank of ranks) groupOf.set(order[rank]!, block);
  }
  // Nodes between blocks (a block without a shortcut, a transition) join the stage of their resolution, or
  // the next one.
  const headAt = order.findIndex((_, rank) => rank > blocks.at(-1)!.last && HEAD.has(typeAt(rank)));
  const first = blocks[0]!.ranks[0]!;
  order.forEach((id, rank) => {
    if (groupOf.has(id) || rank < first || rank > blocks.at(-1)!.last) return;
    const size = sizeAt(rank);
    const within = stages.filter(({ begin }) => begin <= rank).at(-1);
    const stage = within?.size === size ? within : (stages.find(({ begin }) => begin > rank) ?? within);
    if (stage && (headAt < 0 || rank < headAt)) groupOf.set(id, stage.id);
  });
  const stem = order.filter((id, rank) => rank < first && typeAt(rank) !== 'Input' && !groupOf.has(id));
  if (stem.length > 1) {
    const id = addGroup('stem', 'stem');
    for (const node of stem) groupOf.set(node, id);
    groups.unshift(groups.pop()!);
  }
  return {
    ...document,
    groups,
    nodes: document.nodes.map((node) => {
      const group = groupOf.get(node.id);
      return group === undefined ? node : { ...node, group };
    }),
  };
}

/** In order; blocks do not overlap: inner ones take precedence. */
function blocksOf(ranked: Ranked, typeAt: (rank: number) => string): Block[] {
  const { order, first, source } = ranked;
  const tree = dominators(ranked);
  const readers: number[][] = order.map(() => []);
  order.forEach((_, rank) => {
    for (let edge = first[rank]!; edge < first[rank + 1]!; edge++) readers[source[edge]!]!.push(rank);
  });
  const blocks: Block[] = [];
  const used = new Set<number>();
  order.forEach((_, rank) => {
    if (typeAt(rank) !== 'Add') return;
    const fork = tree.of(rank);
    if (fork === undefined) return;
    const ranks = new Set([rank]);
    const pending = [rank];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      for (let edge = first[at]!; edge < first[at + 1]!; edge++) {
        const from = source[edge]!;
        if (from === fork || ranks.has(from)) continue;
        if (used.has(from)) return;
        ranks.add(from);
        pending.push(from);
      }
    }
    let last = rank;
    for (;;) {
      const [next, ...others] = readers[last]!;
      if (next === undefined || others.length > 0 || !TRAILING.has(typeAt(next))) break;
      ranks.add(next);
      last = next;
    }
    for (const one of ranks) used.add(one);
    blocks.push({ ranks: [...ranks].sort((a, b) => a - b), last });
  });
  return blocks;
}
