/** Sizes on the canvas, in its pixels. */
export const NODE_WIDTH = 190;
/** A node with a caption line, and one without. */
export const NODE_TALL = 46;
export const NODE_SHORT = 34;

/** Between two layers, and between two items if one is a group. */
export const LAYER_GAP = 24;
export const GROUP_GAP = 46;

export const FRAME_HEADER = 34;
/** From the header to the first node: room where a shortcut leaves the main path. */
export const FRAME_ROOM = 34;
export const FRAME_SIDE = 26;
export const FRAME_BOTTOM = 30;
export const FRAME_MIN_WIDTH = 380;

/** From the main column to a column beside it. */
export const COLUMN_GAP = 64;
/** From what it passes to the arc of an identity shortcut. */
export const ARC_GAP = 84;
/** Between parts that are side by side, and between their rows. */
export const GUTTER = 120;
export const ROW_GAP = 110;
/** How far below a part, and above the next, the wire between them runs sideways; how far below a row to the next one. */
export const TURN_DROP = 26;
export const TURN_RISE = 44;
export const TURN_ROW = 46;
/** Above the parts in a frame, so that its name can be read from afar. */
export const WRAPPED_HEAD = 110;
/** Half the width of the pill that names a shortcut. */
export const PILL_HALF = 40;
/** How far below its source a shortcut leaves the wire. */
export const FORK_DROP = 11;

export interface Size {
  width: number;
  height: number;
}
