/**
 * A network as a column of rows, as in figure 3 of He et al.: a row is a layer with a kernel and what follows it, an Add, or
 * another layer. Edges that skip rows are arcs. Equal blocks in a row are one, with their number.
 */
import { analyze } from '../analysis/analyze';
import type { GraphAnalysis, NodeAnalysis } from '../analysis/types';
import type { DiffMark, DiffMarks } from '../graph/diff-marks';
import type { GraphDocument, Shape } from '../graph/document';
import { withRecognizedGroups } from '../network/recognize';
import { findShortcuts, type Shortcut } from '../network/shortcuts';
import type { OperatorKind } from '../ops/operator';
import { operatorFor } from '../ops/registry';
import { ACTIVATION_NAMES, layerWords } from './layer-words';

export interface NetworkRow {
  kind: OperatorKind;
  /** An Add is a circle. */
  isAdd: boolean;
  /** "3×3 conv, 64, /2" */
  label: string;
  /** "BN · ReLU" */
  after: string;
  /** Its output's, where it is known. */
  shape?: Shape;
  /** The row above feeds it. */
  joined: boolean;
  /** The id of its block. */
  block?: string;
  /** The number of its stage, from 0. */
  stage?: number;
  /** What became of its layers; changed if they differ in that. */
  mark?: DiffMark;
}

export interface NetworkArc {
  /** Indices of rows. */
  from: number;
  to: number;
  /** An edge that is no shortcut is a wire. */
  kind: Shortcut['kind'] | 'wire';
  /** What is on it: "1×1 conv, 128, /2 · BN". */
  label: string;
  mark?: DiffMark;
}

export interface NetworkRows {
  rows: readonly NetworkRow[];
  arcs: readonly NetworkArc[];
  /** Rows that stand for several blocks. */
  repeats: readonly { first: number; last: number; count: number }[];
}

/** More could not be read on a page. */
export const MOST_ROWS = 150;

/** @param options.everyBlock draws equal blocks one by one, unless that makes more than `MOST_ROWS` */
export function networkRows(
  document: GraphDocument,
  analysis: GraphAnalysis = analyze(document),
  { marks = NO_MARKS, everyBlock = false }: { marks?: DiffMarks | undefined; everyBlock?: boolean } = {},
): NetworkRows {
  const { nodes, effective } = analysis;
  const grouped = withRecognizedGroups(effective, (id) => nodes[id]?.outputShape);
  const around = groupsAround(grouped);
  const { rows, arcs } = unfolded(analysis, findShortcuts(effective), around.block, marks);
  const stages = new Map<string, number>();
  for (const row of rows) {
    const stage = around.stage.get(row.ids[0]!);
    if (stage !== undefined) {
      if (!stages.has(stage)) stages.set(stage, stages.size);
      row.stage = stages.get(stage)!;
    }
    // An Add is a circle, without what follows it.
    const [mark, ...others] = new Set(
      (row.isAdd ? row.ids.slice(0, 1) : row.ids).map((id) => marks.items[id]),
    );
    const own = others.length > 0 ? 'changed' : mark;
    if (own) row.mark = own;
  }
  return everyBlock && rows.length <= MOST_ROWS
    ? { rows: rows.map(plainRow), arcs, repeats: [] }
    : folded({ rows, arcs });
}

const plainRow = ({ ids: _, hasHead: __, ...row }: Row): NetworkRow => row;

const NO_MARKS: DiffMarks = { items: {}, edges: {} };

/** Ids of the block and the stage around each node. */
function groupsAround({ nodes, groups }: GraphDocument) {
  const byId = new Map(groups.map((group) => [group.id, group]));
  const found = { block: new Map<string, string>(), stage: new Map<string, string>() };
  for (const { id, group } of nodes) {
    const seen = new Set<string>();
    for (let at = group; at !== undefined && !seen.has(at); at = byId.get(at)?.parent) {
      seen.add(at);
      const kind = byId.get(at)?.kind;
      if (kind === 'block' || kind === 'stage') found[kind].set(id, at);
    }
  }
  return found;
}

type Row = NetworkRow & { ids: string[]; hasHead: boolean };

/** Kinds of layers that are named behind the layer before them. */
const FOLLOWING: ReadonlySet<OperatorKind> = new Set(['normalization', 'activation', 'regularization']);

/** Padding belongs to the layer behind it. */
const isSilent = ({ type }: NodeAnalysis): boolean => layerWords[type]?.piece === '';

function unfolded(
  { nodes, order }: GraphAnalysis,
  shortcuts: readonly Shortcut[],
  blocks: ReadonlyMap<string, string>,
  marks: DiffMarks,
): { rows: Row[]; arcs: NetworkArc[] } {
  const onShortcut = new Set(shortcuts.flatMap((shortcut) => shortcut.nodes));
  const readers = new Map<string, number>();
  for (const { inputs } of Object.values(nodes)) {
    for (const id of inputs) readers.set(id, (readers.get(id) ?? 0) + 1);
  }
  const rows: Row[] = [];
  const rowOf = new Map<string, number>();
  const arcs: NetworkArc[] = [];
  for (const id of order) {
    const node = nodes[id];
    if (!node || onShortcut.has(id)) continue;
    const kind = operatorFor(node.type)?.kind ?? 'unsupported';
    const block = blocks.get(id);
    const isHead = !FOLLOWING.has(kind) && !isSilent(node);
    const current = rows.at(-1);
    const last = current?.ids.at(-1);
    const follows =
      current !== undefined &&
      last !== undefined &&
      node.inputs.length === 1 &&
      node.inputs[0] === last &&
      readers.get(last) === 1 &&
      current.block === block &&
      (isHead ? !current.hasHead && kind !== 'merge' : !(isSilent(node) && current.hasHead));
    if (follows) {
      extend(current, node, kind, isHead);
      rowOf.set(id, rows.length - 1);
      continue;
    }
    const to = rows.length;
    const feeding = feedersOf(node, shortcuts, nodes, marks).map((feeder) => ({
      ...feeder,
      from: rowOf.get(feeder.source),
    }));
    const joined = feeding.some(({ from, kind: way }) => from === to - 1 && way === 'wire');
    for (const { from, source: _, ...arc } of feeding) {
      if (from === undefined || (from === to - 1 && arc.kind === 'wire')) continue;
      arcs.push({ from, to, ...arc });
    }
    const row: Row = {
      ...{ kind, isAdd: node.type === 'Add', label: '', after: '', joined, ids: [], hasHead: false },
      ...(block === undefined ? {} : { block }),
    };
    extend(row, node, kind, isHead);
    rows.push(row);
    rowOf.set(id, to);
  }
  return { rows, arcs };
}

/** Where a node's inputs come from; a shortcut starts at its fork. */
function feedersOf(
  { id, inputs }: NodeAnalysis,
  shortcuts: readonly Shortcut[],
  nodes: Readonly<Record<string, NodeAnalysis>>,
  marks: DiffMarks,
): (Omit<NetworkArc, 'from' | 'to'> & { source: string })[] {
  const left = shortcuts.filter(({ addId }) => addId === id);
  return inputs.map((input) => {
    const index = left.findIndex(
      ({ source, nodes: own }) => (own.length > 0 ? own.at(-1) : source) === input,
    );
    const shortcut = index < 0 ? undefined : left.splice(index, 1)[0];
    if (!shortcut) return { source: input, kind: 'wire', label: '' };
    const pieces = shortcut.nodes.flatMap((one) => (nodes[one] ? [boxText(nodes[one])] : []));
    const mark = marks.edges[shortcut.edgeId] ?? shortcut.nodes.map((one) => marks.items[one]).find(Boolean);
    return {
      ...{ source: shortcut.source, kind: shortcut.kind, label: joinPieces(pieces) },
      ...(mark ? { mark } : {}),
    };
  });
}

function extend(row: Row, node: NodeAnalysis, kind: OperatorKind, isHead: boolean): void {
  row.ids.push(node.id);
  if (node.outputShape) row.shape = node.outputShape;
  const text = row.isAdd && node.type === 'Add' ? '' : boxText(node);
  if (isHead) {
    row.label = joinPieces([row.label, text]);
    row.kind = kind;
    row.hasHead = true;
  } else if (row.hasHead) row.after = joinPieces([row.after, text]);
  else row.label = joinPieces([row.label, text]);
}

const joinPieces = (pieces: readonly string[]): string => pieces.filter((piece) => piece !== '').join(' · ');

function boxText({ type, params }: NodeAnalysis): string {
  if (type === 'Activation') return ACTIVATION_NAMES[String(params.function)] ?? String(params.function);
  const { box, piece } = layerWords[type] ?? {};
  if (box) return box(params);
  if (typeof piece === 'function') return piece(params);
  return piece ?? operatorFor(type)?.title ?? type;
}

interface Segment {
  first: number;
  last: number;
  /** Equal for blocks that may be drawn as one. */
  signature?: string;
}

/** Rows of one block, or a single row outside of blocks. */
function segmentsOf(rows: readonly Row[], arcs: readonly NetworkArc[]): Segment[] {
  const segments: Segment[] = [];
  rows.forEach(({ block }, index) => {
    const before = segments.at(-1);
    if (before && block !== undefined && rows[before.last]!.block === block) before.last = index;
    else segments.push({ first: index, last: index });
  });
  for (const segment of segments) {
    const { first, last } = segment;
    const own = arcs.filter(({ to }) => to >= first && to <= last);
    const entersEarlier = own.some(({ from }) => from < first - 1);
    const leavesInside = arcs.some(({ from, to }) => from >= first && from < last && to > last);
    if (rows[first]!.block === undefined || entersEarlier || leavesInside) continue;
    segment.signature = JSON.stringify([
      rows
        .slice(first, last + 1)
        .map(({ kind, label, after, shape, joined, mark }) => [kind, label, after, shape, joined, mark]),
      own.map(({ from, to, kind, label, mark }) => [from - first, to - first, kind, label, mark]),
    ]);
  }
  return segments;
}

function folded({ rows, arcs }: { rows: readonly Row[]; arcs: readonly NetworkArc[] }): NetworkRows {
  const drawn: NetworkRow[] = [];
  const repeats: { first: number; last: number; count: number }[] = [];
  /** Where each row is drawn; rows of a repeated block are drawn as those of the first. */
  const placeOf: number[] = [];
  const isDrawn: boolean[] = [];
  let signature: string | undefined;
  for (const segment of segmentsOf(rows, arcs)) {
    const { first, last } = segment;
    const again = segment.signature !== undefined && segment.signature === signature;
    signature = segment.signature;
    const repeat = again
      ? repeats.at(-1)!
      : { first: drawn.length, last: drawn.length + last - first, count: 0 };
    if (!again) repeats.push(repeat);
    repeat.count++;
    for (let index = first; index <= last; index++) {
      placeOf[index] = repeat.first + index - first;
      isDrawn[index] = !again;
      if (!again) drawn.push(plainRow(rows[index]!));
    }
  }
  return {
    rows: drawn,
    arcs: arcs
      .filter(({ to }) => isDrawn[to])
      .map(({ from, to, ...arc }) => ({ ...arc, from: placeOf[from]!, to: placeOf[to]! })),
    repeats: repeats.filter(({ count }) => count > 1),
  };
}
