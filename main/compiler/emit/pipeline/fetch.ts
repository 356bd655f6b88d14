/**
 * Images by their indices, as bytes: gathered out of the resident variable, or read from files, decoded and resized.
 *
 * DecodeJpeg tells the format by the content and takes PNG as well. Its inverse transform is the accurate integer one,
 * its upsampling of colour the smooth ("fancy") one; the orientation in EXIF is not looked at. Resizing is bilinear, pixel
 * centres at halves, without antialiasing and whatever the aspect ratio, as keras.utils.image_dataset_from_directory
 * does by default; it is then rounded to bytes, so that images are the same whether they are kept or decoded anew.
 */
import type { IteratorSpec } from '../../ir/attributes';
import { bool, float, int, text, type } from '../attributes';
import type { EmitContext } from '../emitter';
import type { GraphWriter } from '../writer';
import { Datasets, type Element, indices } from './dataset';
import { type Arguments, FunctionBody } from './function-body';

/** Bytes of images with the indices that they are of. */
export const fetchedElement = ({ imageShape }: IteratorSpec): Element => ({
  types: ['uint8', 'int64'],
  shapes: [[null, ...imageShape], [null]],
});

/** Any emission that iterates over images. */
export type DataContext = Pick<EmitContext<'begin_iteration'>, 'part' | 'variable' | 'writer'>;

/** Batches of images and their indices, for a data set of indices. */
export function fetchBatches(context: DataContext, iterator: IteratorSpec, source: string, size: number) {
  const { variable, writer } = context;
  const datasets = new Datasets(context);
  const { images } = iterator;
  if (images.kind === 'memory') {
    const groups = datasets.batch(source, size, indices);
    const handle = [variable(images.variable), 'resource'] as const;
    return datasets.map('images', groups, gather(writer, iterator), fetchedElement(iterator), [handle]);
  }
  const handle = [variable(images.paths), 'resource'] as const;
  const element: Element = { types: ['uint8', 'int64'], shapes: [iterator.imageShape, []] };
  const decode = decodeFunction(writer, iterator);
  const decoded = datasets.parallelMap('decoded', source, decode, element, [handle], images.threads);
  return datasets.batch(decoded, size, fetchedElement(iterator));
}

export const functionName = (prefix: string, { split }: IteratorSpec): string => `${prefix}_${split}`;

export const resourceGather = (dtype: 'uint8' | 'int32' | 'string') => ({
  dtype: type(dtype),
  Tindices: type('int64'),
  batch_dims: int(0),
  validate_indices: bool(true),
});

/** (indices, images) -> bytes, indices */
function gather(writer: GraphWriter, spec: IteratorSpec): string {
  const inputs: Arguments = [
    ['indices', 'int64'],
    ['images', 'resource'],
  ];
  return writer.define(functionName('gather', spec), (name) => {
    const body = new FunctionBody(name, inputs);
    const bytes = body.op('ResourceGather', ['images', 'indices'], resourceGather('uint8'));
    return body.define({ bytes: [bytes, 'uint8'], which: ['indices', 'int64'] });
  });
}

/** (index, paths) -> bytes, index */
function decodeFunction(writer: GraphWriter, spec: IteratorSpec): string {
  const inputs: Arguments = [
    ['index', 'int64'],
    ['paths', 'resource'],
  ];
  return writer.define(functionName('decode', spec), (name) => {
    const body = new FunctionBody(name, inputs);
    const path = body.op('ResourceGather', ['paths', 'index'], resourceGather('string'));
    const file = body.op('ReadFile', [path]);
    const [height = 0, width = 0, channels = 0] = spec.imageShape;
    const image = body.op('DecodeJpeg', [file], {
      channels: int(channels),
      ratio: int(1),
      fancy_upscaling: bool(true),
      try_recover_truncated: bool(false),
      acceptable_fraction: float(1),
      dct_method: text('INTEGER_ACCURATE'),
    });
    const one = body.op('ExpandDims', [image, body.constant('int32', [], [0])], {
      T: type('uint8'),
      Tdim: type('int32'),
    });
    const resized = body.op('ResizeBilinear', [one, body.ints([height, width])], {
      T: type('uint8'),
      align_corners: bool(false),
      half_pixel_centers: bool(true),
    });
    const whole = body.cast(body.op('Round', [resized], { T: type('float32') }), 'float32', 'uint8');
    const bytes = body.op('Reshape', [whole, body.ints(spec.imageShape)], {
      T: type('uint8'),
      Tshape: type('int32'),
    });
    return body.define({ bytes: [bytes, 'uint8'], which: ['index', 'int64'] });
  });
}
