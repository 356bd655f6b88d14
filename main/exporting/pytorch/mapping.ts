/** How an operator is written in PyTorch: a table of these is in mappings.ts. */
import type { NodeAnalysis } from '../../../core/analysis/types';
import type { Shape } from '../../../core/graph/document';
import type { Operator, ParamRecord } from '../../../core/ops/operator';
import type { Pair, Quad } from '../../../core/ops/shared-params';
import { samePads } from '../sliding';
import { type Call, keyword, type Module, pair, positional, type Tensor } from './step';

/** A part of a node; each but the first takes the one before. */
export interface Piece {
  role?: string;
  does: Module | Call;
}
/** @param padded what a ZeroPadding2D in front adds: top, bottom, left, right. */
export type Mapping = (node: NodeAnalysis, padded: Quad) => readonly Piece[];

export const NONE: Quad = [0, 0, 0, 0];

export const mapping = <Params extends ParamRecord>(
  operator: Operator<Params>,
  pieces: (params: Params, node: NodeAnalysis, padded: Quad) => readonly Piece[],
): [string, Mapping] => [
  operator.type,
  (node, padded) => pieces(operator.schema.parse(node.params), node, padded),
];

export const call = (write: Call): Piece => ({ does: write });
export const only = (write: (x: string) => string): Piece => call(([x]) => write(x as string));

export const layer = (
  callee: string,
  args: Module['arguments'],
  { tensors = [], role }: { tensors?: readonly Tensor[]; role?: string } = {},
): Piece => ({ ...(role ? { role } : {}), does: { callee, arguments: args, tensors } });

export const isImage = (shape: Shape | undefined): boolean => shape?.length === 3;
export const channelAxis = (shape: Shape | undefined): number => (isImage(shape) ? 1 : -1);
export const imageOf = (node: NodeAnalysis) =>
  (node.inputShapes[0] ?? []) as readonly [number, number, number];

/** F.pad's order. */
export const leftToBottom = ([top, bottom, left, right]: Quad): Quad => [left, right, top, bottom];
export const isEven = ([top, bottom, left, right]: Quad): boolean => top === bottom && left === right;

export const biasTensor = (useBias: boolean): Tensor[] =>
  useBias ? [{ name: 'bias', variable: 'bias' }] : [];

export interface Sliding {
  strides: Pair;
  padding: 'same' | 'valid';
  dilation?: Pair;
}
export function padsOf(
  node: NodeAnalysis,
  size: Pair,
  { strides, padding, dilation = [1, 1] }: Sliding,
): Quad {
  const { top, bottom, left, right } = samePads({ strides, padding, dilations: dilation }, size, [
    null,
    ...imageOf(node),
  ]);
  return [top, bottom, left, right];
}

/** Padding as an argument where both ends have the same, and as a layer in front where not. */
export function padding(pads: Quad, value = '0'): { before: Piece[]; argument: Module['arguments'] } {
  if (isEven(pads)) return { before: [], argument: [keyword('padding', pair([pads[0], pads[2]]), 0)] };
  const sides = positional('pad', leftToBottom(pads));
  const before =
    value === '0'
      ? layer('nn.ZeroPad2d', [sides], { role: 'pad' })
      : layer('nn.ConstantPad2d', [sides, positional('value', value)], { role: 'pad' });
  return { before: [before], argument: [keyword('padding', 0, 0)] };
}

export const sum = (a: Quad, b: Quad): Quad => [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]];

export function window(size: Pair, strides: Pair): Module['arguments'] {
  return [positional('kernel_size', pair(size)), keyword('stride', pair(strides))];
}
