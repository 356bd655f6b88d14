/** Conv and ConvTranspose. ONNX's kernels are [out, in of a group, h, w]. */
import { message } from '../../../../core/messages';
import type { Quad } from '../../../../core/ops/shared-params';
import { samePads } from '../../../exporting/sliding';
import { transposed } from '../../../exporting/transposed';
import type { Constant } from '../constant';
import type { Context } from '../context';
import { imageValue, type Value } from '../value';
import type { Read } from './read';
import { type Sliding, slidingOf } from './window';

const HWIO = [2, 3, 1, 0];

/** A kernel of rank 4, and the bias if there is one. */
function weightsOf(context: Context): { kernel: Constant; bias: { bias?: Float32Array } } {
  const kernel = context.needed(1);
  if (kernel.dims.length !== 4) context.fail();
  return { kernel, bias: context.has(2) ? { bias: context.needed(2).floats() } : {} };
}

const conv: Read = (context) => {
  const { kernel, bias } = weightsOf(context);
  const [filters = 0, , ...size] = kernel.dims;
  const image = context.image(context.value(0));
  const [height = 0, width = 0, channels = 0] = image.sides;
  const groups = context.attributes.int('group', 1);
  const sliding = slidingOf(context, size, [height, width]);
  const isDepthwise =
    groups === channels && groups > 1 && kernel.dims[1] === 1 && sliding.strides[0] === sliding.strides[1];
  return isDepthwise
    ? depthwise(context, image, sliding, kernel, bias)
    : plain(context, { image, sliding, kernel, bias, filters, groups });
};

interface Plain {
  image: Value;
  sliding: Sliding;
  kernel: Constant;
  bias: { bias?: Float32Array };
  filters: number;
  groups: number;
}

function plain(context: Context, { image, sliding, kernel, bias, filters, groups }: Plain): Value {
  const { layer, pads } = withPadding(context, image, sliding.pads);
  const isSame = sliding.isSame && layer === image.layer;
  const isValid = pads.every((pad) => pad === 0);
  const added = context.add(
    'Conv2D',
    {
      filters,
      kernelSize: [...sliding.size],
      strides: [...sliding.strides],
      padding: isSame ? 'same' : isValid ? 'valid' : 'explicit',
      ...(isSame || isValid ? {} : { explicitPadding: [...pads] }),
      dilation: [...sliding.dilation],
      groups,
      useBias: bias.bias !== undefined,
    },
    [layer],
    { kernel: transposed(kernel.floats(), kernel.dims, HWIO), ...bias },
  );
  return imageValue(added.name, added.shape);
}

/** A ZeroPadding2D before a convolution becomes its padding. */
function withPadding(context: Context, image: Value, pads: Quad): { layer: string; pads: Quad } {
  const padding = context.only(0);
  if (padding?.type !== 'ZeroPadding2D' || padding.name !== image.layer) return { layer: image.layer, pads };
  const before = padding.params.padding as Quad;
  context.note('folded', message('import.onnx.entry.padding'));
  return {
    layer: padding.inputs[0] as string,
    pads: pads.map((pad, side) => pad + (before[side] ?? 0)) as unknown as Quad,
  };
}

function depthwise(
  context: Context,
  image: Value,
  { size, strides, dilation, pads, isSame, isValid }: Sliding,
  kernel: Constant,
  bias: { bias?: Float32Array },
): Value {
  const channels = image.sides[2] as number;
  const depthMultiplier = (kernel.dims[0] as number) / channels;
  const input = isSame || isValid ? image.layer : padded(context, image.layer, pads);
  const added = context.add(
    'DepthwiseConv2D',
    {
      kernelSize: [...size],
      strides: [...strides],
      padding: isSame ? 'same' : 'valid',
      depthMultiplier,
      dilation: [...dilation],
      useBias: bias.bias !== undefined,
    },
    [input],
    {
      // [c * m + i, 1, h, w] to [h, w, c, m].
      kernel: transposed(kernel.floats(), [channels, depthMultiplier, ...size], [2, 3, 0, 1]),
      ...bias,
    },
  );
  return imageValue(added.name, added.shape);
}

export const padded = (context: Context, layer: string, pads: Quad): string =>
  context.add('ZeroPadding2D', { padding: [...pads] }, [layer], {}, 'pad').name;

const convTranspose: Read = (context) => {
  const { kernel, bias } = weightsOf(context);
  const [, filters = 0, ...size] = kernel.dims;
  if (context.attributes.int('group', 1) !== 1 || context.attributes.has('output_shape')) context.fail();
  const image = context.image(context.value(0));
  const { strides, dilation, pads } = slidingOf(context, size, [0, 0]);
  if (Math.max(...dilation) > 1) context.fail();
  if (!['NOTSET', ''].includes(context.attributes.text('auto_pad', 'NOTSET'))) context.fail();
  const [addedRows = 0, addedColumns = 0] = context.attributes.ints('output_padding') ?? [0, 0];
  const [height = 0, width = 0] = image.sides;
  /** Padding relative to the full output; negative if zeros are added at the end. */
  const crop = [pads[0], pads[1] - addedRows, pads[2], pads[3] - addedColumns];
  const all = [0, 1].map((axis) => Math.max(0, (size[axis] as number) - (strides[axis] as number)));
  const { top, left } = samePads(
    { strides, padding: 'same' },
    [size[0] as number, size[1] as number],
    [null, height * strides[0], width * strides[1], null],
  );
  const missing = (axis: 0 | 1) => Math.max(0, strides[axis] - (size[axis] as number));
  const same = [top, (all[0] as number) - top - missing(0), left, (all[1] as number) - left - missing(1)];
  const valid = [0, -missing(0), 0, -missing(1)];
  const params = {
    filters,
    kernelSize: [...size],
    strides: [...strides],
    padding: crop.join() === same.join() && crop.join() !== valid.join() ? 'same' : 'valid',
    useBias: bias.bias !== undefined,
  };
  const added = context.add('Conv2DTranspose', params, [image.layer], {
    // [in, out, h, w] to [h, w, out, in].
    kernel: transposed(kernel.floats(), kernel.dims, [2, 3, 1, 0]),
    ...bias,
  });
  if (params.padding === 'same' || crop.join() === valid.join()) return imageValue(added.name, added.shape);
  const cropping = crop.map((side, index) => side - (valid[index] as number));
  const cropped = context.add('Cropping2D', { cropping }, [added.name], {}, 'crop');
  return imageValue(cropped.name, cropped.shape);
};

export const convolutions: Readonly<Record<string, Read>> = { Conv: conv, ConvTranspose: convTranspose };
