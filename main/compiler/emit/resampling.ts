import type { TensorType } from '../ir/types';
import { bool, dtypeOf, type } from './attributes';
import type { Emitters } from './emitter';
import type { AttrValue } from './schema';

type Family = 'upsample' | 'upsample_grad';

const ops = { nearest: 'ResizeNearestNeighbor', bilinear: 'ResizeBilinear' } as const;
/** Pixels have their centers at halves, as in tf.image.resize; corners are not matched with corners. */
const resizing = (x: TensorType) => ({
  T: dtypeOf(x),
  align_corners: bool(false),
  half_pixel_centers: bool(true),
});
const float32 = type('float32');

export const resamplingEmitters: Pick<Emitters, Family> = {
  upsample: ({ main, input, inputs, node, writer, attributes }) => {
    const [, height, width] = node.outputs[0]!.shape as number[];
    return [main(ops[attributes.method], [input(0), writer.ints([height!, width!])], resizing(inputs[0]!))];
  },
  // One kernel is told the size, the other shown the image. In a short type the former would round with each of its
  // additions.
  upsample_grad: ({ main, part, input, inputs, writer, attributes }) => {
    const op = `${ops[attributes.method]}Grad`;
    const { dtype, shape } = inputs[0]!;
    const [, height, width] = shape as number[];
    const image = attributes.method === 'nearest' ? writer.ints([height!, width!]) : input(0);
    if (dtype === 'float32') return [main(op, [input(1), image], resizing(inputs[0]!))];
    const cast = (SrcT: AttrValue, DstT: AttrValue) => ({ SrcT, DstT, Truncate: bool(false) });
    const T = dtypeOf(inputs[0]!);
    const dy = part('dy', 'Cast', [input(1)], cast(T, float32));
    const sums = part('sums', op, [dy, image], { ...resizing(inputs[0]!), T: float32 });
    return [main('Cast', [sums], cast(float32, T))];
  },
};
