/**
 * Batches of images that are on the training device. tf.data, on the CPU, supplies their indices, labels and draws; the
 * device gathers the images from its own memory and augments them. A split that is not on the device shares an iterator
 * with one that is: it supplies images instead of indices.
 */
import type { Augmentation } from '../../../../core/study/augmentation';
import type { Center, IteratorSpec } from '../../ir/attributes';
import { int, type } from '../attributes';
import type { EmitContext } from '../emitter';
import { keptApart } from '../kept-apart';
import { CPU, type GraphWriter } from '../writer';
import { augment, toFloat } from './augment';
import { GraphBody } from './body';
import { type Captured, Datasets, type Element, elementAttributes, iteratorHandle } from './dataset';
import { BatchDraws, columnsOf, drawTable } from './draws';
import { fetchBatches, functionName, resourceGather } from './fetch';
import { type Arguments, FunctionBody } from './function-body';
import { type Indices, inBatches } from './order';

/** Supplied bytes, indices of images on the device, labels, and draws with augmentation. */
function batchElement({ imageShape }: IteratorSpec, augmentation: Augmentation | undefined): Element {
  const columns = columnsOf(augmentation);
  return {
    types: ['uint8', 'int64', 'int32', ...(columns > 0 ? (['float32'] as const) : [])],
    shapes: [[null, ...imageShape], [null], [null], ...(columns > 0 ? [[null, columns]] : [])],
  };
}

export function residentBatches(
  context: EmitContext<'begin_iteration'>,
  source: Indices,
): { batches: string; element: Element } {
  const { attributes, variable, writer } = context;
  const { iterator, augmentation } = attributes;
  const element = batchElement(iterator, augmentation);
  const datasets = new Datasets(context);
  const labels: Captured = [variable(iterator.labels), 'resource'];
  if (iterator.images.kind !== 'mapped' || iterator.images.resident === undefined) {
    const fetched = fetchBatches(context, iterator, source, iterator.batchSize);
    const f = brought(writer, iterator);
    return { batches: datasets.map('examples', fetched, f, element, [labels]), element };
  }
  const groups = inBatches(datasets, source, iterator.batchSize);
  const columns = columnsOf(augmentation);
  const table: Captured[] = columns > 0 ? [[drawTable(context, columns), 'float32']] : [];
  const f = held(writer, iterator, columns > 0);
  return { batches: datasets.map('examples', groups, f, element, [labels, ...table]), element };
}

/** (indices, labels, table of draws) -> no bytes, indices, labels, draws */
function held(writer: GraphWriter, iterator: IteratorSpec, draws: boolean): string {
  const inputs: Arguments = [
    ['indices', 'int64'],
    ['labels', 'resource'],
    ...(draws ? [['table', 'float32'] as const] : []),
  ];
  return writer.define(functionName('examples', iterator), (name) => {
    const body = new FunctionBody(name, inputs);
    return body.define({
      bytes: [body.constant('uint8', [0, ...iterator.imageShape], []), 'uint8'],
      which: ['indices', 'int64'],
      y: [body.op('ResourceGather', ['labels', 'indices'], resourceGather('int32')), 'int32'],
      ...(draws ? { draws: [body.gather('table', 'indices', 'float32'), 'float32'] as const } : {}),
    });
  });
}

/** (bytes, their indices, labels) -> bytes, no indices, labels */
function brought(writer: GraphWriter, iterator: IteratorSpec): string {
  const inputs: Arguments = [
    ['bytes', 'uint8'],
    ['indices', 'int64'],
    ['labels', 'resource'],
  ];
  return writer.define(functionName('examples', iterator), (name) => {
    const body = new FunctionBody(name, inputs);
    return body.define({
      bytes: ['bytes', 'uint8'],
      which: [body.constant('int64', [0], []), 'int64'],
      y: [body.op('ResourceGather', ['labels', 'indices'], resourceGather('int32')), 'int32'],
    });
  });
}

/** Emits `next_batch`. */
export function nextResident(context: EmitContext<'next_batch'>): readonly string[] {
  const { main, part, attributes, variable, writer } = context;
  const { iterator, augmentation, center } = attributes;
  const { images, imageShape } = iterator;
  const element = batchElement(iterator, augmentation);
  const handle = iteratorHandle(writer, iterator.name, element);
  const next = part('batch', 'IteratorGetNext', [handle], elementAttributes(element), { device: CPU });
  const body = new GraphBody(context);
  let x = next;
  if (images.kind === 'mapped' && images.resident !== undefined) {
    const taken = [variable(images.resident), `${next}:1`];
    const here = part('held', 'ResourceGather', taken, resourceGather('uint8'));
    const parts = [next, here, writer.constant('int32', [], [0])];
    x = part('bytes', 'ConcatV2', parts, { T: type('uint8'), N: int(2), Tidx: type('int32') });
  }
  if (augmentation && columnsOf(augmentation) > 0) {
    const draws = new BatchDraws(body, `${next}:3`);
    const read = ({ variable: name }: Center) =>
      body.op('ReadVariableOp', [variable(name)], { dtype: type('float32') });
    const mean = center && { value: read(center), of: center.of };
    x = augment(body, x, { augmentation, imageShape, draws, center: mean, bytes: false, onDevice: true });
  } else x = toFloat(body, x);
  return [keptApart(main, x, context.node.outputs[0]!), `${next}:2`];
}
