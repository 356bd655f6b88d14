/** What operators with several inputs share. */

import { formatShapes } from '../format/shape';
import type { Shape } from '../graph/document';
import { type Message, message } from '../messages';
import { ShapeRuleError } from './operator';

export const MOST_INPUTS = 64;

/** @throws ShapeRuleError with fewer than two inputs, or when their shapes differ. */
export function sameShapes(inputs: readonly Shape[], title: string): Shape {
  const first = firstOfSeveral(inputs, title);
  if (!inputs.every((shape) => sameShape(shape, first))) {
    throw new ShapeRuleError(
      `shape.${title.toLowerCase()}-mismatch`,
      message('ops.rule.sameShape', { layer: title }),
      formatShapes(inputs),
      mergeHint(inputs),
    );
  }
  return first;
}

/** @throws ShapeRuleError with fewer than two inputs. */
export function firstOfSeveral(inputs: readonly Shape[], title: string): Shape {
  const [first] = inputs;
  if (first === undefined || inputs.length < 2)
    throw new ShapeRuleError(
      `shape.${title.toLowerCase()}-inputs`,
      message('ops.rule.severalInputs', { layer: title }),
      formatShapes(inputs),
    );
  return first;
}

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((side, axis) => side === b[axis]);

/** Usually a projection with the right stride and filters on the larger input. */
function mergeHint(inputs: readonly Shape[]): Message {
  const images = inputs.filter((shape) => shape.length === 3);
  if (images.length !== inputs.length) return message('ops.rule.sameShapeMixed');
  const [height, , channels] = images.reduce((a, b) => ((b[0] ?? 0) < (a[0] ?? 0) ? b : a));
  const [largest] = images.reduce((a, b) => ((b[0] ?? 0) > (a[0] ?? 0) ? b : a));
  const stride = Math.ceil((largest ?? 1) / (height ?? 1));
  return stride > 1
    ? message('ops.rule.sameShapeStrides', { filters: channels!, stride })
    : message('ops.rule.sameShapeChannels');
}
