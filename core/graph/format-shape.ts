/** How shapes are written in messages, captions and tables. */
import { listMessage, type Message, message } from '../messages';
import type { Shape } from './document';

/** `8×8×64`; a vector is written `10`. */
export function formatShape(shape: Shape): string {
  return shape.join('×');
}

/** `8×8×64 and 4×4×64`; `nothing` for none. */
export function formatShapes(shapes: readonly Shape[]): Message {
  return shapes.length === 0 ? message('graph.nothing') : listMessage(shapes.map(formatShape));
}
