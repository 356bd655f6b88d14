/**
 * Converts the frozen network's TensorFlow nodes to the two parts of a TensorFlow.js graph model: the topology, which
 * is the GraphDef as protocol buffers write JSON, and the weights, which are the constants' values one after another.
 */
import { message } from '../../../core/messages';
import { Refusal } from '../../basics/refusal';
import type { EmittedGraph } from '../../compiler/emit';
import {
  type AttrValue,
  DT,
  type NodeDef,
  PRODUCER,
  type ShapeProto,
  type SignatureDef,
  type TensorProto,
} from '../../compiler/emit/schema';

/** An entry of the manifest in model.json. */
export interface WeightEntry {
  name: string;
  shape: number[];
  dtype: 'float32' | 'int32';
}

export interface GraphModel {
  topology: object;
  signature: object;
  weights: WeightEntry[];
  /** The bytes of each weight, made on demand. */
  values: (() => Uint8Array)[];
}

/** Operators that TensorFlow.js 4.22 computes as TensorFlow does, for every attribute that we write. */
const KNOWN: ReadonlySet<string> = new Set([
  'AddN',
  'AddV2',
  'AvgPool',
  'BatchToSpaceND',
  'BiasAdd',
  'ConcatV2',
  'Const',
  'Conv2D',
  'Conv2DBackpropInput',
  'DepthwiseConv2dNative',
  'Elu',
  'Erf',
  'FusedBatchNormV3',
  'Identity',
  'LeakyRelu',
  'MatMul',
  'Max',
  'MaxPool',
  'Maximum',
  'Mean',
  'Minimum',
  'Mul',
  'Pad',
  'Placeholder',
  'RealDiv',
  'Relu',
  'Relu6',
  'Reshape',
  'ResizeBilinear',
  'ResizeNearestNeighbor',
  'Rsqrt',
  'Selu',
  'Shape',
  'Sigmoid',
  'Slice',
  'Softmax',
  'Softplus',
  'SpaceToBatchND',
  'Split',
  'Sqrt',
  'Square',
  'StridedSlice',
  'Sub',
  'Tanh',
]);

const DTYPES = { [DT.float32]: 'DT_FLOAT', [DT.int32]: 'DT_INT32' } as const;
const WEIGHT_DTYPES = { [DT.float32]: 'float32', [DT.int32]: 'int32' } as const;

/** @throws Refusal for an operator that TensorFlow.js does not compute right. */
export function graphModel({ nodes: emitted, signatures }: EmittedGraph): GraphModel {
  const nodes = emitted.map(withoutEnsureShape);
  const strange = nodes.find(({ op }) => !KNOWN.has(op));
  if (strange) {
    throw new Refusal(message('export.refused.operator', { operator: strange.op, format: 'TensorFlow.js' }));
  }
  const constants = nodes.filter(({ op }) => op === 'Const');
  const tensors = constants.map(({ attr }) => attr.value?.tensor as TensorProto);
  return {
    topology: { node: nodes.map(nodeJson), library: {}, versions: { producer: PRODUCER } },
    signature: signatureJson(signatures.serving_default as SignatureDef),
    weights: constants.map(({ name }, index) => {
      const { dtype, tensor_shape } = tensors[index] as TensorProto;
      return {
        name,
        shape: tensor_shape.dim.map(({ size }) => size),
        dtype: WEIGHT_DTYPES[dtype as keyof typeof WEIGHT_DTYPES],
      };
    }),
    values: tensors.map((tensor) => () => bytesOf(tensor)),
  };
}

/**
 * It keeps TensorFlow from fusing its neighbors. TensorFlow.js expects the shape as a second input, which the operator
 * does not have.
 */
const withoutEnsureShape = (node: NodeDef): NodeDef =>
  node.op === 'EnsureShape' ? { ...node, op: 'Identity', attr: { T: node.attr.T as AttrValue } } : node;

/** A constant's value is a weight, not an attribute. */
function nodeJson({ name, op, input, attr }: NodeDef): object {
  const attributes = Object.entries(attr).filter(([key]) => key !== 'value');
  return {
    name,
    op,
    ...(input.length > 0 ? { input } : {}),
    attr: Object.fromEntries(attributes.map(([key, value]) => [key, attrJson(value)])),
  };
}

/** int64 is text, and bytes are base64, in the JSON of protocol buffers. */
function attrJson({ list, s, i, f, b, type, shape }: AttrValue): object {
  if (list) return { list: list.i ? { i: list.i.map(String) } : {} };
  if (s) return { s: Buffer.from(s).toString('base64') };
  if (i !== undefined) return { i: String(i) };
  if (f !== undefined) return { f };
  if (b !== undefined) return { b };
  if (shape) return { shape: shapeJson(shape) };
  return { type: dtypeJson(type as number) };
}

const dtypeJson = (type: number): string => DTYPES[type as keyof typeof DTYPES];

const shapeJson = ({ dim }: ShapeProto) => ({ dim: dim.map(({ size }) => ({ size: String(size) })) });

function signatureJson({ inputs, outputs }: SignatureDef): object {
  const all = (tensors: SignatureDef['inputs']) =>
    Object.fromEntries(
      Object.entries(tensors).map(([key, { name, dtype, tensor_shape }]) => [
        key,
        { name, dtype: dtypeJson(dtype), tensorShape: shapeJson(tensor_shape) },
      ]),
    );
  return { inputs: all(inputs), outputs: all(outputs) };
}

/** Little endian. A single number is repeated to fill the shape. */
function bytesOf({ dtype, tensor_shape, tensor_content, float_val, int_val }: TensorProto): Uint8Array {
  if (tensor_content) return tensor_content;
  const given = (dtype === DT.float32 ? float_val : int_val) ?? [];
  const size = tensor_shape.dim.reduce((product, side) => product * side.size, 1);
  const values = Array.from({ length: size }, (_, index) => given[given.length === 1 ? 0 : index] ?? 0);
  const { buffer } = dtype === DT.float32 ? Float32Array.from(values) : Int32Array.from(values);
  return new Uint8Array(buffer);
}
