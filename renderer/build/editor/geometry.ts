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
/** Half the width of the pill that names a shortcut. */
export const PILL_HALF = 40;
/** How far below its source a shortcut leaves the wire. */
export const FORK_DROP = 11;

export interface Size {
  width: number;
  height: number;
}
