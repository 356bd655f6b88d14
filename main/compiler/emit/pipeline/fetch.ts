/**
 * Images by index, as bytes in the network's size: from a mapped file, or read from files and decoded. Whole batches at
 * once if images are used as stored, else in parallel; files are read ahead of decoding. DecodeJpeg recognizes the
 * format by the content and also reads PNG. It uses the accurate integer inverse transform and smooth ("fancy")
 * upsampling of color, and ignores the orientation in EXIF.
 */
import type { ImageStore, IteratorSpec } from '../../ir/attributes';
import { bool, float, fn, int, shapes, stringTensor, tensor, text, type, types } from '../attributes';
import type { EmitContext } from '../emitter';
import { CPU, type GraphWriter } from '../writer';
import { type Captured, Datasets, type Element } from './dataset';
import { type Arguments, FunctionBody } from './function-body';
import { type Indices, inBatches } from './order';
import { changes, type Preprocessed, preprocess } from './preprocess';

/** Files read at the same time: two were as fast as eight on a fast disk; slower ones gain from more. */
const FILES_AT_ONCE = 4;

/** Bytes of images, and their indices. */
export const fetchedElement = ({ imageShape }: IteratorSpec): Element => ({
  types: ['uint8', 'int64'],
  shapes: [[null, ...imageShape], [null]],
});

/** Any emission that iterates over images. */
export type DataContext = Pick<EmitContext<'begin_iteration'>, 'part' | 'variable' | 'writer'> & {
  readonly node: { readonly after: readonly string[] };
};

/** Batches of images and their indices. @param size of batches, where the indices are not in batches yet */
export function fetchBatches(context: DataContext, iterator: IteratorSpec, all: Indices, size: number) {
  const { writer } = context;
  const datasets = new Datasets(context);
  const { images, imageShape, threads: calls } = iterator;
  const captured = [capturedImages(context, iterator)];
  if (images.kind === 'mapped' && !changes(images.shape, imageShape)) {
    const groups = inBatches(datasets, all, size);
    const gather = gatherFunction(writer, iterator);
    return datasets.map('images', groups, gather, fetchedElement(iterator), captured);
  }
  if (all.batched) {
    const images = imagesFunction(writer, iterator);
    return datasets.parallelMap('made', all.source, images, fetchedElement(iterator), { calls: 1, captured });
  }
  const { source } = all;
  const element: Element = { types: ['uint8', 'int64'], shapes: [imageShape, []] };
  const image = imageFunction(writer, iterator);
  const made =
    images.kind === 'mapped'
      ? datasets.parallelMap('made', source, image, element, { calls, captured })
      : datasets.parallelMap('made', filesOf(context, iterator, source), image, element, { calls });
  return datasets.batch(made, size, fetchedElement(iterator));
}

/** A data set of indices as (index, contents of the file). */
function filesOf(context: DataContext, iterator: IteratorSpec, source: string): string {
  const element: Element = { types: ['int64', 'string'], shapes: [[], []] };
  const read = readFunction(context.writer, iterator);
  const captured = [capturedImages(context, iterator)];
  const how = { calls: FILES_AT_ONCE, captured, waits: true };
  return new Datasets(context).parallelMap('read', source, read, element, how);
}

/** All images, or the paths of all. */
function capturedImages({ node, part, variable }: DataContext, { images }: IteratorSpec): Captured {
  if (images.kind === 'files') return [variable(images.paths), 'resource'];
  // A read shares the variable's memory; a gather from the variable itself would copy it first.
  const attr = { dtype: type('uint8') };
  const options = { device: CPU, after: node.after };
  return [part('mapped', 'ReadVariableOp', [variable(images.variable)], attr, options), 'uint8'];
}

export const functionName = (prefix: string, { split }: IteratorSpec): string => `${prefix}_${split}`;

export const resourceGather = (dtype: 'int32' | 'string' | 'uint8') => ({
  dtype: type(dtype),
  Tindices: type('int64'),
  batch_dims: int(0),
  validate_indices: bool(true),
});

/** (indices, all images) -> bytes, indices */
function gatherFunction(writer: GraphWriter, spec: IteratorSpec): string {
  const inputs: Arguments = [
    ['indices', 'int64'],
    ['images', 'uint8'],
  ];
  return writer.define(functionName('gather', spec), (name) => {
    const body = new FunctionBody(name, inputs);
    const bytes = body.gather('images', 'indices', 'uint8');
    return body.define({ bytes: [bytes, 'uint8'], which: ['indices', 'int64'] });
  });
}

/** (index, paths) -> index, contents of the file */
function readFunction(writer: GraphWriter, spec: IteratorSpec): string {
  const { root } = spec.images as Extract<ImageStore, { kind: 'files' }>;
  const inputs: Arguments = [
    ['index', 'int64'],
    ['paths', 'resource'],
  ];
  return writer.define(functionName('read', spec), (name) => {
    const body = new FunctionBody(name, inputs);
    const path = body.op('ResourceGather', ['paths', 'index'], resourceGather('string'));
    const file = body.op('ReadFile', [root === undefined ? path : inFolder(body, root, path)]);
    return body.define({ which: ['index', 'int64'], file: [file, 'string'] });
  });
}

/** (index, all images; or contents of one file) -> bytes of the network's size, index */
function imageFunction(writer: GraphWriter, spec: IteratorSpec): string {
  const { images, imageShape, preprocessing } = spec;
  const inputs: Arguments = [
    ['index', 'int64'],
    images.kind === 'mapped' ? ['images', 'uint8'] : ['file', 'string'],
  ];
  return writer.define(functionName('image', spec), (name) => {
    const body = new FunctionBody(name, inputs);
    const [height, width, channels = 3] = images.kind === 'mapped' ? images.shape : [];
    const size = height && width ? ([height, width] as const) : undefined;
    const stored = images.kind === 'mapped' ? body.gather('images', 'index', 'uint8') : decoded(body, 'file');
    const bytes = ofSize(body, stored, { channels, size, imageShape, preprocessing });
    return body.define({ bytes: [bytes, 'uint8'], which: ['index', 'int64'] });
  });
}

/** (indices, all images or paths) -> bytes of the network's size, indices; the images of a batch in parallel */
function imagesFunction(writer: GraphWriter, spec: IteratorSpec): string {
  const { images, imageShape } = spec;
  const inputs: Arguments = [
    ['indices', 'int64'],
    images.kind === 'mapped' ? ['stored', 'uint8'] : ['stored', 'resource'],
  ];
  const image = imageFunction(writer, spec);
  const read = images.kind === 'mapped' ? undefined : readFunction(writer, spec);
  const made: Element = { types: ['uint8', 'int64'], shapes: [imageShape, []] };
  return writer.define(functionName('images', spec), (name) => {
    const body = new FunctionBody(name, inputs);
    const each = (
      f: string,
      tensors: readonly string[],
      types: Arguments,
      captured: Arguments,
      to: Element,
    ) =>
      body.outputs(
        2,
        'MapDefun',
        [...tensors, ...captured.map(([one]) => one)],
        mapDefun(f, types, captured, to),
      );
    const [index, ...stored] = inputs as [Arguments[number], Arguments[number]];
    const files: Element = { types: ['int64', 'string'], shapes: [[], []] };
    const [bytes, which] =
      read === undefined
        ? each(image, ['indices'], [index], stored, made)
        : each(image, each(read, ['indices'], [index], stored, files), [index, ['file', 'string']], [], made);
    return body.define({ bytes: [bytes as string, 'uint8'], which: [which as string, 'int64'] });
  });
}

/** Without the batch dimension. */
function ofSize(body: FunctionBody, stored: string, how: Preprocessed): string {
  const dimensions = { T: type('uint8'), Tdim: type('int32') };
  const one = body.op('ExpandDims', [stored, body.whole(0)], dimensions);
  return body.reshape(preprocess(body, one, how), how.imageShape, 'uint8');
}

/** One picture at a time, since they have different sizes. */
export function decodePictures(context: EmitContext<'decode_pictures'>): readonly string[] {
  const { main, tensors, attributes, writer } = context;
  const { imageShape } = attributes;
  const f = writer.define('decode_picture', (name) => {
    const body = new FunctionBody(name, [['file', 'string']]);
    const image = ofSize(body, decoded(body, 'file'), { channels: 3, ...attributes });
    return body.define({ image: [image, 'uint8'] });
  });
  const attr = mapDefun(f, [['file', 'string']], [], { types: ['uint8'], shapes: [imageShape] });
  return [main('MapDefun', tensors, attr, { device: CPU })];
}

/** Attributes of MapDefun: `f` for each example of the inputs. */
const mapDefun = (f: string, inputs: Arguments, captured: Arguments, outputs: Element) => ({
  Targuments: types(inputs.map(([, dtype]) => dtype)),
  Tcaptured: types(captured.map(([, dtype]) => dtype)),
  output_types: types(outputs.types),
  output_shapes: shapes(outputs.shapes),
  f: fn(f),
  max_intra_op_parallelism: int(1),
});

/** uint8 [h,w,3] */
const decoded = (body: FunctionBody, file: string): string =>
  body.op('DecodeJpeg', [file], {
    channels: int(3),
    ratio: int(1),
    fancy_upscaling: bool(true),
    try_recover_truncated: bool(false),
    acceptable_fraction: float(1),
    dct_method: text('INTEGER_ACCURATE'),
  });

function inFolder(body: FunctionBody, root: string, path: string): string {
  const value = tensor(stringTensor(`${root}/`));
  const folder = body.op('Const', [], { dtype: type('string'), value });
  return body.op('StringJoin', [folder, path], { N: int(2), separator: text('') });
}
