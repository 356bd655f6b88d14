/** The data of the canvas' nodes and edges. */
import type { Edge, Node } from '@xyflow/react';
import type { DiffMark } from '../../../core/graph/diff-marks';
import type { OperatorKind } from '../../../core/ops/operator';
import type { ShortcutPart } from './wires';

/** The keyboard reaches items by arrow keys and wires from their item (useWalk.ts): a Tab stop for each would be hundreds. */
export const BY_ARROWS = { tabIndex: -1 };

/** Which of the layers with weights are frozen: of a layer, itself. */
export type Frozen = 'all' | 'some' | '';

/** The worst first. An error is `unfinished` if something is only missing yet. */
export const SEVERITIES = ['error', 'unfinished', 'warning'] as const;

/** Data of nodes and edges has plain values only, so that equality is cheap to test. */
export type NodeData = {
  name: string;
  title: string;
  caption: string;
  /** All messages, one per line. */
  problem: string;
  severity: (typeof SEVERITIES)[number] | '';
  frozen: Frozen;
  /** Where the graph is compared with another. */
  mark: DiffMark | '';
  /** Receptive field of its output: "59 px". */
  field: string;
};

export type LayerData = NodeData & {
  kind: OperatorKind;
  /** Not in the network, because its shortcut is removed. */
  ghost: boolean;
  takesInput: boolean;
  /** Accepts several inputs, so it also has a port at its side. */
  merges: boolean;
};

export type FoldData = NodeData & {
  kind: string;
  /** Shortcuts inside that are in place. */
  shortcuts: number;
  /** Shortcuts inside that are removed. */
  muted: number;
  /** One block, whose shortcut is drawn as an arc at its side. */
  isBlock: boolean;
  /** Parameters, multiply-adds and activations: "14.3 k · 14.2 M · 1.3 MB". */
  costs: string;
  /** "+2 −1": layers inside that were added, removed and changed. */
  changes: string;
};

export type FrameData = {
  name: string;
  title: string;
  subtitle: string;
  costs: string;
  /** Distance from the left border to the main path, which runs through the head. */
  axis: number;
  problem: string;
  frozen: Frozen;
  mark: DiffMark | '';
};

export type WireData = {
  shape: string;
  /** Parameters of its source: "147.6 k"; empty for none. */
  weight: string;
  /** For the tooltip and screen readers. */
  description: string;
  width: number;
  /** Its width where that stands for the channels. */
  wide: number;
  muted: boolean;
  /** Drawn quieter: its source changes no shape and has no parameters. */
  quiet: boolean;
  part: ShortcutPart | '';
  laneX: number;
  forkY: number;
  /** How it leads to a part beside the one that it leaves (wrap.ts); absent elsewhere. */
  downY?: number;
  gutterX?: number;
  upY?: number;
  enterX?: number;
  /** The shortcut leaves another wire, not the port. */
  branches: boolean;
  pill: string;
  broken: boolean;
  mark: DiffMark | '';
};

export type LayerNode = Node<LayerData, 'layer'>;
export type FoldNode = Node<FoldData, 'fold'>;
export type FrameNode = Node<FrameData, 'frame'>;
export type SceneNode = LayerNode | FoldNode | FrameNode;
export type SceneEdge = Edge<WireData, 'wire'>;
