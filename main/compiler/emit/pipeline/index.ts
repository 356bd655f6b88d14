/**
 * The input pipeline as a tf.data graph:
 *
 *   indices, in the order of the training (order.ts) -> [files -> decode ->] images of the indices, as bytes, in batches
 *     -> augment, if at all; labels -> prefetch -> [the network:] to 0..1, if not yet
 *
 * Images that are on the training device come as indices in batches, and are augmented there (resident.ts). All but
 * decoding and resizing is done for a whole batch by vectorized kernels.
 */
import { elementCount } from '../../../../core/basics/element-count';
import type { IteratorSpec } from '../../ir/attributes';
import { casting, int, reshaping, type } from '../attributes';
import type { EmitContext, Emitters } from '../emitter';
import { keptApart } from '../kept-apart';
import { CPU } from '../writer';
import { augment } from './augment';
import { type Captured, Datasets, type Element, elementAttributes, iteratorHandle } from './dataset';
import { BatchDraws, columnsOf, drawTable } from './draws';
import { decodePictures, fetchBatches, functionName, resourceGather } from './fetch';
import { loadFile, loadLines, mapFile } from './files';
import { FunctionBody } from './function-body';
import { type Indices, indicesOf } from './order';
import { nextResident, residentBatches } from './resident';
import { imageStatistics } from './statistics';

const integer = type('int32');
const device = CPU;
const PREFETCHED_BATCHES = 2;

const batchElement = ({ imageShape, bytes }: IteratorSpec): Element => ({
  types: [bytes ? 'uint8' : 'float32', 'int32'],
  shapes: [[null, ...imageShape], [null]],
});

export const pipelineEmitters = {
  load_file: loadFile,
  load_lines: loadLines,
  map_file: mapFile,
  image_statistics: imageStatistics,
  decode_pictures: decodePictures,

  begin_iteration: (context) => {
    const { main, attributes, writer } = context;
    const { iterator } = attributes;
    const datasets = new Datasets(context);
    const indices = indicesOf(context);
    const { batches, element } = iterator.resident
      ? residentBatches(context, indices)
      : streamedBatches(context, indices);
    const ahead = datasets.prefetch(batches, PREFETCHED_BATCHES, element);
    const tuned = datasets.withoutAutotune(ahead, element);
    main('MakeIterator', [tuned, iteratorHandle(writer, iterator.name, element)], {}, { device });
    return [];
  },

  next_bytes: ({ main, part, attributes, writer }) => {
    const { iterator } = attributes;
    const element = batchElement(iterator);
    const handle = iteratorHandle(writer, iterator.name, element);
    const next = part('batch', 'IteratorGetNext', [handle], elementAttributes(element), { device });
    const T = type('uint8');
    const number = { T: integer };
    const sized = reshaping('uint8');
    const packed = (bytes: string): readonly string[] => {
      const fours = part('fours', 'Reshape', [bytes, writer.ints([-1, 4])], sized, { device });
      return [main('Bitcast', [fours], { T, type: integer }, { device })];
    };
    // Most sizes need no padding, which would copy the batch.
    if (elementCount(iterator.imageShape) % 4 === 0) return packed(next);
    const flat = part('flat', 'Reshape', [next, writer.ints([-1])], sized, { device });
    const size = part('size', 'Size', [flat], { T, out_type: integer }, { device });
    const zero = writer.constant('int32', [], [0]);
    const minus = part('minus', 'Sub', [zero, size], number, { device });
    const four = writer.constant('int32', [], [4]);
    const spare = part('spare', 'FloorMod', [minus, four], number, { device });
    const ends = part('ends', 'Pack', [zero, spare], { ...number, N: int(2), axis: int(0) }, { device });
    const pair = [ends, writer.ints([1, 2])];
    const paddings = part('paddings', 'Reshape', pair, reshaping('int32'), { device });
    const padded = part('padded', 'Pad', [flat, paddings], { T, Tpaddings: integer }, { device });
    return packed(padded);
  },

  next_batch: (context) => {
    const { main, part, attributes, writer } = context;
    const { iterator } = attributes;
    if (iterator.resident) return nextResident(context);
    const element = batchElement(iterator);
    const handle = iteratorHandle(writer, iterator.name, element);
    const attr = elementAttributes(element);
    if (!iterator.bytes) {
      const next = main('IteratorGetNext', [handle], attr, { device });
      return [next, `${next}:1`];
    }
    const next = part('bytes', 'IteratorGetNext', [handle], attr, { device });
    // On the device, so that a quarter of the bytes is transferred.
    const levels = part('levels', 'Cast', [next], casting('uint8', 'float32'));
    const images = part('images', 'RealDiv', [levels, writer.scalar(255)], { T: type('float32') });
    // A batch is fed here, so a later factor must not be folded into the division before it.
    return [keptApart(main, images, context.node.outputs[0]!), `${next}:1`];
  },
} satisfies Partial<Emitters>;

/** Batches that contain all images. */
function streamedBatches(
  context: EmitContext<'begin_iteration'>,
  indices: Indices,
): { batches: string; element: Element } {
  const { iterator } = context.attributes;
  const fetched = fetchBatches(context, iterator, indices, iterator.batchSize);
  const element = batchElement(iterator);
  const { f, captured } = examples(context);
  return { batches: new Datasets(context).map('examples', fetched, f, element, captured), element };
}

/** Library function: (bytes, their indices, ...) -> the bytes, or images in 0..1, augmented; their labels. */
function examples(context: EmitContext<'begin_iteration'>): { f: string; captured: Captured[] } {
  const { attributes, variable, writer, part } = context;
  const { iterator, augmentation, center } = attributes;
  const columns = columnsOf(augmentation);
  const captured: Captured[] = [[variable(iterator.labels), 'resource']];
  if (columns > 0) {
    captured.push([drawTable(context, columns), 'float32']);
    if (center) {
      // On the network's device, where the variable is.
      const attr = { dtype: type('float32') };
      const read = part('center', 'ReadVariableOp', [variable(center.variable)], attr);
      captured.push([read, 'float32']);
    }
  }
  const f = writer.define(functionName('examples', iterator), (name) => {
    const body = new FunctionBody(name, [
      ['bytes', 'uint8'],
      ['indices', 'int64'],
      ['labels', 'resource'],
      ...(captured.length > 1 ? [['table', 'float32'] as const] : []),
      ...(captured.length > 2 ? [['center', 'float32'] as const] : []),
    ]);
    let x = 'bytes';
    if (augmentation && columns > 0) {
      const { imageShape, bytes } = iterator;
      const draws = new BatchDraws(body, body.gather('table', 'indices', 'float32'));
      const fed = center && ({ value: 'center', of: center.of } as const);
      x = augment(body, x, { augmentation, imageShape, draws, center: fed, bytes });
    }
    const classes = body.op('ResourceGather', ['labels', 'indices'], resourceGather('int32'));
    return body.define({ x: [x, iterator.bytes ? 'uint8' : 'float32'], y: [classes, 'int32'] });
  });
  return { f, captured };
}
