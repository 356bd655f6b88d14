/** Windows that slide over an image: sizes, strides and padding, as ONNX gives them. */
import { message } from '../../../../core/messages';
import type { Pair, Quad } from '../../../../core/ops/shared-params';
import { samePads } from '../../../exporting/sliding';
import type { Context } from '../context';
import { NotUnderstood } from '../draft';

export interface Sliding {
  size: Pair;
  strides: Pair;
  dilation: Pair;
  /** Top, bottom, left, right. */
  pads: Quad;
  /** As TensorFlow pads `same`. */
  isSame: boolean;
  isValid: boolean;
}

/** @param size of the window. @param sides height and width of the image. */
export function slidingOf(
  { attributes }: Context,
  size: readonly number[],
  sides: readonly number[],
): Sliding {
  const pair = (name: string): Pair => {
    const values = attributes.ints(name) ?? [1, 1];
    if (values.length !== 2) throw new NotUnderstood(message('import.onnx.entry.twoAxes'));
    return [values[0] as number, values[1] as number];
  };
  if (size.length !== 2) throw new NotUnderstood(message('import.onnx.entry.twoAxes'));
  const [window, strides, dilation] = [size as unknown as Pair, pair('strides'), pair('dilations')];
  const sliding = { strides, padding: 'same' as const, dilations: dilation };
  const { top, bottom, left, right } = samePads(sliding, window, [null, ...sides, null]);
  const same: Quad = [top, bottom, left, right];
  const pads = padsOf(attributes.text('auto_pad', 'NOTSET'), same, attributes.ints('pads') ?? [0, 0, 0, 0]);
  if (pads.some((pad) => !(pad >= 0))) throw new NotUnderstood(message('import.onnx.entry.negativePads'));
  const isValid = pads.every((pad) => pad === 0);
  return { size: window, strides, dilation, pads, isValid, isSame: !isValid && pads.join() === same.join() };
}

function padsOf(kind: string, [top, bottom, left, right]: Quad, given: readonly number[]): Quad {
  switch (kind) {
    case 'SAME_UPPER':
      return [top, bottom, left, right];
    case 'SAME_LOWER':
      return [bottom, top, right, left];
    case 'VALID':
      return [0, 0, 0, 0];
    default: {
      const [t = 0, l = 0, b = 0, r = 0] = given;
      return [t, b, l, r];
    }
  }
}
