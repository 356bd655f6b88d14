/** What the nodes and edges of the canvas are drawn from. */
import type { Edge, Node } from '@xyflow/react';
import type { OperatorKind } from '../../../core/ops/operator';
import type { ShortcutPart } from './wires';

/** Data of nodes and edges holds plain values only, so that equality is cheap to test. */
export type LayerData = {
  name: string;
  title: string;
  caption: string;
  kind: OperatorKind;
  /** All messages, one a line; empty when sound. */
  problem: string;
  severity: 'error' | 'warning' | '';
  /** Not in the network: its shortcut is removed. */
  ghost: boolean;
  takesInput: boolean;
  /** Takes several inputs: has a port at its side too. */
  merges: boolean;
};

export type FoldData = {
  name: string;
  title: string;
  caption: string;
  kind: string;
  problem: string;
  severity: 'error' | 'warning' | '';
  /** Shortcuts inside: those in place, and the removed ones. */
  shortcuts: number;
  muted: number;
  /** One block: its shortcut is drawn as an arc at its side. */
  isBlock: boolean;
};

export type FrameData = {
  name: string;
  title: string;
  subtitle: string;
  /** From the left border to the main path, which runs through the head. */
  axis: number;
  problem: string;
};

export type WireData = {
  shape: string;
  /** Parameters of what it comes from: "147.6 k"; empty for none. */
  weight: string;
  /** For the tooltip and screen readers. */
  description: string;
  width: number;
  muted: boolean;
  /** Shape as before and nothing learned: drawn quieter. */
  quiet: boolean;
  part: ShortcutPart | '';
  laneX: number;
  forkY: number;
  /** The shortcut leaves a wire that is drawn anyway. */
  branches: boolean;
  pill: string;
  broken: boolean;
};

export type LayerNode = Node<LayerData, 'layer'>;
export type FoldNode = Node<FoldData, 'fold'>;
export type FrameNode = Node<FrameData, 'frame'>;
export type SceneNode = LayerNode | FoldNode | FrameNode;
export type SceneEdge = Edge<WireData, 'wire'>;
