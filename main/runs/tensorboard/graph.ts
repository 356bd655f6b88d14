/**
 * The network for TensorBoard's graph tab: a GraphDef (tensorflow/core/framework/graph.proto) with one node for each
 * layer, as Keras' TensorBoard callback writes its "conceptual graph". The compiled graph has more than
 * twenty nodes a layer; nobody could find a block in it. Dots of names become slashes, by which TensorBoard folds
 * stages and blocks; `_output_shapes` labels the edges.
 */
import protobuf from 'protobufjs/minimal';
import type { GraphAnalysis, NodeAnalysis } from '../../../core/analysis/types';
import { key, message } from './events';

const VARINT = 0;
/** Of GraphDefs today (TF_GRAPH_DEF_VERSION at TensorFlow 2.9); readers only ask that it be there. */
const PRODUCER = 1087;

/** A dot at the end, or beside another one, stays: TensorBoard has no node without a name. */
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
