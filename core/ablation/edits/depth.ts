import { z } from 'zod';
import { sameJson } from '../../basics/same-json';
import { membersOf, removeNodes } from '../../edit';
import type { GraphDocument, GraphGroup } from '../../graph/document';
import { edgeIdFor, uniqueName } from '../../graph/ids';
import { param } from '../../ops/fields';
import { buildBlock } from '../../presets';
import { defineEdit } from './edit';
import { cannot, shapesOf } from './parts';

/** More than ResNet-1202 has in a stage. */
const MOST_BLOCKS = 1000;
const count = z.int().min(1).max(MOST_BLOCKS);

export const depthEdit = defineEdit({
  kind: 'depth',
  label: 'ablation.edits.depth.label',
  help: 'ablation.edits.depth.help',
  fields: {
    blocks: param(z.array(count).min(1).max(100).default([2]), {
      label: 'ablation.edits.depth.blocks',
      help: 'ablation.edits.depth.blocksHelp',
    }),
  },
  apply(document, { blocks }) {
    const stages = document.groups.filter(({ kind }) => kind === 'stage');
    if (stages.length === 0) throw cannot('ablation.edits.depth.none');
    if (blocks.length !== 1 && blocks.length !== stages.length)
      throw cannot('ablation.edits.depth.stages', { stages: stages.length, received: blocks.length });
    return stages.reduce(
      (graph, stage, index) => withBlocks(graph, stage, blocks[blocks.length === 1 ? 0 : index]!),
      document,
    );
  },
});

const blocksOf = (document: GraphDocument, stage: string): GraphGroup[] =>
  document.groups.filter(({ kind, parent }) => kind === 'block' && parent === stage);

/** Blocks are added behind the last one, or the last ones are removed, so that the others keep their names. */
function withBlocks(document: GraphDocument, { id: stage }: GraphGroup, wanted: number): GraphDocument {
  const there = blocksOf(document, stage);
  if (there.length === 0) throw cannot('ablation.edits.depth.noBlock', { stage });
  let graph = document;
  for (let number = there.length; number > wanted; number--)
    graph = withoutBlock(graph, there[number - 1]!.id);
  for (let number = there.length; number < wanted; number++) graph = withOneMore(graph, stage);
  return graph;
}

function withoutBlock(document: GraphDocument, block: string): GraphDocument {
  const shapeOf = shapesOf(document);
  const { source, output } = endsOf(document, block);
  if (!sameJson(shapeOf(source), shapeOf(output)))
    throw cannot('ablation.edits.depth.changesShape', { block });
  return removeNodes(document, membersOf(document, block));
}

/** The one node that feeds a block, and the one that feeds what is behind it. */
function endsOf(document: GraphDocument, block: string): { source: string; output: string } {
  const members = membersOf(document, block);
  const into = document.edges.filter(({ source, target }) => members.has(target) && !members.has(source));
  const outOf = document.edges.filter(({ source, target }) => members.has(source) && !members.has(target));
  const [sources, outputs] = [
    new Set(into.map(({ source }) => source)),
    new Set(outOf.map(({ source }) => source)),
  ];
  const [[source], [output]] = [[...sources], [...outputs]];
  if (sources.size !== 1 || outputs.size !== 1) throw cannot('ablation.edits.depth.ends', { block });
  return { source: source!, output: output! };
}

/** A copy of the stage's last block if that keeps the shape, or one that is built from its parameters. */
function withOneMore(document: GraphDocument, stage: string): GraphDocument {
  const all = blocksOf(document, stage);
  const before = all.at(-1)!;
  const { source, output } = endsOf(document, before.id);
  const shapeOf = shapesOf(document);
  const id = nextName(document, before.id, all.length);
  const keepsShape = sameJson(shapeOf(source), shapeOf(output));
  if (!keepsShape && !before.block) throw cannot('ablation.edits.depth.changesShape', { block: before.id });
  const piece = keepsShape ? copyOf(document, before, id, output) : builtLike(before, id, output);
  const taken = new Set([...document.edges, ...piece.edges].map((edge) => edge.id));
  const members = membersOf(document, before.id);
  const edges = document.edges.map((edge) => {
    if (edge.source !== output || members.has(edge.target)) return edge;
    const renamed = uniqueName(taken, edgeIdFor(piece.outputId, edge.target, edge.port));
    taken.add(renamed);
    return { ...edge, id: renamed, source: piece.outputId };
  });
  const at = document.nodes.findLastIndex((node) => members.has(node.id)) + 1;
  const place = document.groups.indexOf(before) + 1;
  return {
    ...document,
    nodes: [...document.nodes.slice(0, at), ...piece.nodes, ...document.nodes.slice(at)],
    edges: [...edges, ...piece.edges],
    groups: [...document.groups.slice(0, place), piece.group, ...document.groups.slice(place)],
  };
}

type Piece = Pick<ReturnType<typeof buildBlock>, 'nodes' | 'edges' | 'group' | 'outputId'>;

const builtLike = ({ block, parent }: GraphGroup, id: string, source: string): Piece =>
  buildBlock(
    id,
    { ...block!, strides: 1, shortcut: block!.shortcut === 'none' ? 'none' : 'identity' },
    { source, ...(parent === undefined ? {} : { parent }) },
  );

/** Nodes named after the block are named after the copy. */
function copyOf(document: GraphDocument, group: GraphGroup, id: string, source: string): Piece {
  const members = membersOf(document, group.id);
  const named = (node: string) =>
    node.startsWith(`${group.id}.`) ? `${id}${node.slice(group.id.length)}` : `${id}.${node}`;
  const { output } = endsOf(document, group.id);
  const { position: _, ...rest } = group;
  return {
    nodes: document.nodes
      .filter((node) => members.has(node.id))
      .map(({ position: _, ...node }) => ({ ...node, id: named(node.id), group: id })),
    edges: document.edges
      .filter((edge) => members.has(edge.target))
      .map((edge) => {
        const from = members.has(edge.source) ? named(edge.source) : source;
        return {
          ...edge,
          id: edgeIdFor(from, named(edge.target), edge.port),
          source: from,
          target: named(edge.target),
        };
      }),
    group: { ...rest, id },
    outputId: named(output),
  };
}

/** `stage1.block3` -> `stage1.block4`. */
function nextName({ nodes, groups }: GraphDocument, id: string, count: number): string {
  const base = id.replace(/\d+$/, '');
  const taken = new Set([...nodes, ...groups].map((one) => one.id));
  for (let number = count + 1; ; number++) if (!taken.has(`${base}${number}`)) return `${base}${number}`;
}
