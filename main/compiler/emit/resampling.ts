import { bool, type } from './attributes';
import type { Emitters } from './emitter';

type Family = 'upsample' | 'upsample_grad';

const ops = { nearest: 'ResizeNearestNeighbor', bilinear: 'ResizeBilinear' } as const;
/** Pixels have their centres at halves, as in tf.image.resize; corners are not matched with corners. */
const resizing = {
  T: type('float32'),
  align_corners: bool(false),
  half_pixel_centers: bool(true),
};

export const resamplingEmitters: Pick<Emitters, Family> = {
  upsample: ({ main, input, node, writer, attributes }) => {
    const [, height, width] = node.outputs[0]!.shape as number[];
    return [main(ops[attributes.method], [input(0), writer.ints([height!, width!])], resizing)];
  },
  // One kernel is told the size, the other shown the image.
  upsample_grad: ({ main, input, inputs, writer, attributes }) => {
    const [, height, width] = inputs[0]!.shape as number[];
    const image = attributes.method === 'nearest' ? writer.ints([height!, width!]) : input(0);
    return [main(`${ops[attributes.method]}Grad`, [input(1), image], resizing)];
  },
};
