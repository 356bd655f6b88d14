/** Upsampling. */
import { bool, casting, type } from './attributes';
import type { Emitters } from './emitter';
import type { AttrValue } from './schema';

const ops = { nearest: 'ResizeNearestNeighbor', bilinear: 'ResizeBilinear' } as const;
/** Pixels have their centers at halves, as in tf.image.resize. */
const resizing = (T: AttrValue) => ({ T, align_corners: bool(false), half_pixel_centers: bool(true) });

export const resamplingEmitters = {
  upsample: ({ main, input, node, T, writer, attributes }) => {
    const [, height, width] = node.outputs[0]!.shape as number[];
    return [main(ops[attributes.method], [input(0), writer.ints([height!, width!])], resizing(T))];
  },
  // One kernel takes the size, the other the image. In a short type the first would round each of its
  // additions.
  upsample_grad: ({ main, part, input, inputs, T, writer, attributes }) => {
    const op = `${ops[attributes.method]}Grad`;
    const { dtype, shape } = inputs[0]!;
    const [, height, width] = shape as number[];
    const image = attributes.method === 'nearest' ? writer.ints([height!, width!]) : input(0);
    if (dtype === 'float32') return [main(op, [input(1), image], resizing(T))];
    const dy = part('dy', 'Cast', [input(1)], casting(dtype, 'float32'));
    const sums = part('sums', op, [dy, image], resizing(type('float32')));
    return [main('Cast', [sums], casting('float32', dtype))];
  },
} satisfies Partial<Emitters>;
