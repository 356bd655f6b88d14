/**
 * A GraphDef (tensorflow/core/framework/graph.proto) for TensorBoard's graph tab, one node per layer like Keras'
 * "conceptual graph": the compiled one has over twenty nodes a layer. Dots in names become slashes, so that TensorBoard
 * folds stages and blocks; `_output_shapes` labels the edges.
 */
import protobuf from 'protobufjs/minimal';
import type { GraphAnalysis, NodeAnalysis } from '../../../core/analysis/types';
import { PRODUCER } from '../../compiler/emit/schema';
import { key, message } from './events';

const VARINT = 0;

/** Dots at the end or next to another dot stay: TensorBoard has no nodes without a name. */
export const nameOf = (id: string): string => id.replaceAll(/(?<=[^.])\.(?=[^.])/g, '/');

/** GraphDef { node = 1, versions = 4 { producer = 1 } } */
export function graphDefOf({ nodes, order }: GraphAnalysis): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const id of order) {
    const node = nodes[id];
    if (!node) continue;
    writer.uint32(message(1)).fork();
    writeNode(writer, node);
    writer.ldelim();
  }
  return writer.uint32(message(4)).fork().uint32(key(1, VARINT)).int32(PRODUCER).ldelim().finish();
}

/** NodeDef { name = 1, op = 2, input = 3, attr = 5: map { key = 1, value = 2 } } */
function writeNode(writer: protobuf.Writer, { id, type, inputs, params, outputShape }: NodeAnalysis): void {
  writer.uint32(message(1)).string(nameOf(id)).uint32(message(2)).string(type);
  for (const input of inputs) writer.uint32(message(3)).string(nameOf(input));
  const attribute = (label: string, write: () => void) => {
    writer.uint32(message(5)).fork().uint32(message(1)).string(label).uint32(message(2)).fork();
    write();
    writer.ldelim().ldelim();
  };
  // AttrValue { s = 2 }
  for (const [label, value] of Object.entries(params)) {
    attribute(label, () => writer.uint32(message(2)).string(String(value)));
  }
  if (outputShape) attribute('_output_shapes', () => writeShapes(writer, outputShape));
}

/** AttrValue { list = 1 { shape = 7 { dim = 2 { size = 1 } } } }; the batch's size is unknown, -1. */
function writeShapes(writer: protobuf.Writer, shape: readonly number[]): void {
  writer.uint32(message(1)).fork().uint32(message(7)).fork();
  for (const size of [-1, ...shape]) {
    writer.uint32(message(2)).fork().uint32(key(1, VARINT)).int64(size).ldelim();
  }
  writer.ldelim().ldelim();
}
