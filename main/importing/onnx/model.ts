/**
 * The contents of an ONNX file: its nodes, constants, inputs and outputs. Every size in it is checked before it is
 * trusted.
 */

import type protobuf from 'protobufjs';
import { elementCount } from '../../../core/basics/element-count';
import { refuse } from '../../basics/refusal';
import type { NumberType } from '../../basics/stored-numbers';
import { STORED } from '../../basics/stored-numbers';
import { modelType } from '../../exporting/onnx/schema';
import { checkWithin, MOST_LAYERS, notRead } from '../limits';
import { beginStep } from '../steps';
import { type Constant, numbersConstant, storedConstant } from './constant';
import type { ExternalData } from './external';

export interface OnnxNode {
  /** May be empty. */
  name: string;
  op: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Attributes;
}

export interface OnnxInput {
  name: string;
  /** Null for a side that is not fixed; undefined if the file has no shape. */
  dims: readonly (number | null)[] | undefined;
}

export interface OnnxModel {
  name: string;
  nodes: readonly OnnxNode[];
  constants: ReadonlyMap<string, Constant>;
  /** Without the constants. */
  inputs: readonly OnnxInput[];
  outputs: readonly string[];
  /** Shapes of intermediate values in the file. */
  dims: ReadonlyMap<string, readonly (number | null)[]>;
  opset: number;
  /** Skipwire wrote it. */
  isOurs: boolean;
}

/** TensorProto.DataType */
const TYPES: Readonly<Record<number, NumberType>> = {
  1: 'f32',
  2: 'u8',
  3: 'i8',
  4: 'u16',
  5: 'i16',
  6: 'i32',
  7: 'i64',
  9: 'bool',
  10: 'f16',
  11: 'f64',
  12: 'u32',
  13: 'u64',
  16: 'bf16',
};

type Long = number | { toNumber(): number };
const numberOf = (value: Long): number => (typeof value === 'number' ? value : value.toNumber());

interface RawTensor {
  dims: Long[];
  data_type: number;
  float_data: Uint8Array;
  int32_data: number[];
  int64_data: Long[];
  double_data: Uint8Array;
  name: string;
  raw_data: Uint8Array;
  external_data: { key: string; value: string }[];
  data_location: number;
}

interface RawAttribute {
  name: string;
  f: number;
  i: Long;
  s: Uint8Array;
  t: RawTensor | null;
  g: Uint8Array;
  floats: number[];
  ints: Long[];
}

interface RawValue {
  name: string;
  type: {
    tensor_type: { shape: { dim: { dim_value: Long; value?: string }[] } | null } | null;
  } | null;
}

interface RawGraph {
  name: string;
  node: {
    name: string;
    op_type: string;
    domain: string;
    input: string[];
    output: string[];
    attribute: RawAttribute[];
  }[];
  initializer: RawTensor[];
  input: RawValue[];
  output: RawValue[];
  value_info: RawValue[];
}

type RawModel = protobuf.Message & {
  metadata_props: { key: string; value: string }[];
  graph: RawGraph | null;
  opset_import: { domain: string; version: Long }[];
};

/** A node's attributes; absent ones, and those of another type, have the default. */
export class Attributes {
  readonly #byName: ReadonlyMap<string, RawAttribute>;

  constructor(
    attributes: readonly RawAttribute[],
    private readonly file: string,
  ) {
    this.#byName = new Map(attributes.map((attribute) => [attribute.name, attribute]));
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  int(name: string, otherwise: number): number {
    const found = this.#byName.get(name);
    return found ? numberOf(found.i) : otherwise;
  }

  float(name: string, otherwise: number): number {
    const found = this.#byName.get(name);
    return found ? decimal(found.f) : otherwise;
  }

  ints(name: string): readonly number[] | undefined {
    return this.#byName.get(name)?.ints.map(numberOf);
  }

  floats(name: string): readonly number[] | undefined {
    return this.#byName.get(name)?.floats;
  }

  text(name: string, otherwise: string): string {
    const found = this.#byName.get(name);
    return found ? Buffer.from(found.s).toString('utf8') : otherwise;
  }

  tensor(name: string): Constant | undefined {
    const found = this.#byName.get(name)?.t;
    return found ? constantOf(found, this.file, undefined) : undefined;
  }

  /** For people, as JSON. */
  shown(): string {
    const entries = [...this.#byName.values()].map(({ name, f, i, s, ints, floats }): [string, unknown] => {
      if (ints.length > 0) return [name, ints.map(numberOf)];
      if (floats.length > 0) return [name, floats];
      if (s.length > 0) return [name, Buffer.from(s.subarray(0, 200)).toString('utf8')];
      return [name, f !== 0 ? decimal(f) : numberOf(i)];
    });
    return JSON.stringify(Object.fromEntries(entries));
  }
}

/** A float32 as the shortest number that reads back the same: 1e-5, not 0.000009999999747378752. */
export const decimal = (value: number): number => Number(value.toPrecision(7));

/** @param external what of the file's weights is in other files. @throws Refusal */
export function decodeModel(bytes: Uint8Array, file: string, external: ExternalData): OnnxModel {
  const { graph, opset_import: opsets, metadata_props: metadata } = decoded(bytes, file);
  if (!graph || graph.node.length === 0) refuse('import.refused.noLayers', { file });
  if (graph.node.length > MOST_LAYERS) {
    refuse('import.refused.tooMany', { file, count: graph.node.length, most: MOST_LAYERS });
  }
  const constants = new Map(
    graph.initializer.map((tensor) => [tensor.name, constantOf(tensor, file, external)]),
  );
  const dims = new Map<string, readonly (number | null)[]>();
  for (const value of [...graph.value_info, ...graph.output]) {
    const known = dimsOf(value);
    if (known) dims.set(value.name, known);
  }
  return {
    name: graph.name,
    nodes: graph.node.map((node) => ({
      name: node.name,
      op: ['', 'ai.onnx'].includes(node.domain) ? node.op_type : `${node.domain}.${node.op_type}`,
      inputs: node.input,
      outputs: node.output,
      attributes: new Attributes(node.attribute, file),
    })),
    constants,
    inputs: graph.input
      .filter(({ name }) => !constants.has(name))
      .map((value) => ({ name: value.name, dims: dimsOf(value) })),
    outputs: graph.output.map(({ name }) => name),
    dims,
    opset: numberOf(opsets.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version ?? 13),
    isOurs: metadata.some(({ key }) => key === 'skipwire'),
  };
}

function decoded(bytes: Uint8Array, file: string): RawModel {
  try {
    return modelType.decode(bytes) as RawModel;
  } catch (error) {
    throw notRead(error, file);
  }
}

/** Names of weights in other files, with their locations. */
export function externalTensors(
  bytes: Uint8Array,
  file: string,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const tensors = decoded(bytes, file).graph?.initializer ?? [];
  return new Map(
    tensors
      .filter(isExternal)
      .map(({ name, external_data: entries }) => [
        name,
        new Map(entries.map(({ key, value }) => [key, value])),
      ]),
  );
}

const isExternal = ({ data_location: location }: RawTensor): boolean => location === 1;

function dimsOf({ type }: RawValue): readonly (number | null)[] | undefined {
  return type?.tensor_type?.shape?.dim.map(({ dim_value: size, value }) =>
    value === 'dim_value' && numberOf(size) > 0 ? numberOf(size) : null,
  );
}

/** @throws Refusal where its bytes are not what its shape takes. */
function constantOf(tensor: RawTensor, file: string, external: ExternalData | undefined): Constant {
  beginStep();
  const {
    name,
    float_data: floats,
    int32_data: ints,
    int64_data: longs,
    double_data: doubles,
    raw_data: raw,
  } = tensor;
  const what = name || 'Constant';
  const dims = tensor.dims.map(numberOf);
  const type = TYPES[tensor.data_type];
  const count = elementCount(dims);
  if (!dims.every((side) => Number.isSafeInteger(side) && side >= 0) || !Number.isSafeInteger(count)) {
    refuse('import.onnx.dims', { file, name: what, dims: `[${dims.join(', ')}]` });
  }
  // Text and numbers of fewer than 8 bits cannot be weights; a node that reads one is refused by name.
  if (!type) return { name, dims, floats: unreadable, numbers: unreadable };
  const bytesOf = (bytes: Uint8Array, as: NumberType = type) => {
    const needed = count * STORED[as].bytes;
    checkWithin({ file, what, bytes: needed }, bytes.byteLength);
    return storedConstant(name, dims, bytes.subarray(0, needed), as);
  };
  if (isExternal(tensor)) {
    const found = external?.get(name);
    return found ? bytesOf(found) : refuse('import.onnx.external', { file, name: what });
  }
  if (raw.length > 0) return bytesOf(raw);
  if (floats.length > 0) return bytesOf(floats, 'f32');
  if (doubles.length > 0) return bytesOf(doubles, 'f64');
  const values = longs.length > 0 ? longs.map(numberOf) : ints;
  checkWithin({ file, what, bytes: count }, values.length);
  return {
    name,
    ...numbersConstant(
      dims,
      type === 'f16' || type === 'bf16' ? values.map((bits) => STORED[type].read(bitsOf(bits), 0)) : values,
    ),
  };

  function unreadable(): never {
    refuse('import.onnx.type', { file, name: what, type: String(tensor.data_type) });
  }
}

function bitsOf(bits: number): DataView {
  const view = new DataView(new ArrayBuffer(2));
  view.setUint16(0, bits & 0xffff, true);
  return view;
}
