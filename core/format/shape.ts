/** Shapes and sizes as they are shown. */
import { listMessage, type Message, message } from '../messages';

type Shape = readonly number[];

/** What a layer takes or gives, and the size of a window: [8, 8, 64] -> "8×8×64", [10] -> "10" */
export const formatShape = (shape: Shape): string => shape.join('×');

/** `8×8×64 and 4×4×64`; `nothing` for none. */
export const formatShapes = (shapes: readonly Shape[]): Message =>
  shapes.length === 0 ? message('graph.nothing') : listMessage(shapes.map(formatShape));

/** The size of images: [32, 32, 3] -> "32 × 32 × 3" */
export const formatImageShape = (shape: Shape): string => shape.join(' × ');
