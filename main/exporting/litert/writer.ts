/** Collects the tensors and operators of a .tflite file, and gives each tensor a unique name. */

import { setFloat16 } from '@petamoriken/float16';
import { elementCount } from '../../../core/basics/element-count';
import type { TensorShape } from '../../compiler/ir/tensor-type';
import type { FieldValue, Lazy, TableValue } from './flatbuffer';
import { type Builtin, builtinInfo, type ElementType, TYPE } from './schema';

/** The number of a tensor. */
export type TensorId = number;

export interface Constant {
  /** Calls with the same key and shape share one tensor. */
  key: string;
  shape: readonly number[];
  /** Row-major. */
  data(): Float32Array;
  /** Written as float16 on request. */
  isKernel?: boolean;
}

export type WeightType = 'float32' | 'float16';

const LARGEST_FLOAT16 = 65_504;

export class LitertGraph {
  readonly tensors: TableValue[] = [];
  readonly operators: TableValue[] = [];
  /** The first is empty and belongs to all computed tensors. */
  readonly buffers: Lazy[] = [{ byteLength: 0, data: () => new Uint8Array() }];
  private readonly used: Builtin[] = [];
  private readonly names = new Set<string>();
  private readonly constants = new Map<string, TensorId>();

  constructor(private readonly kernels: WeightType) {}

  /**
   * A value that is fed or computed.
   * @param shape [N, ...] with null for N, which is 1 until it is resized
   */
  value(name: string, shape: TensorShape, type: ElementType = 'float32'): TensorId {
    return this.tensor(name, {
      shape: shape.map((size) => size ?? 1),
      ...(shape.includes(null) ? { shapeSignature: shape.map((size) => size ?? -1) } : {}),
      type: TYPE[type],
    });
  }

  /** @returns the operator's one result. */
  operator(
    builtin: Builtin,
    inputs: readonly TensorId[],
    result: { name: string; shape: TensorShape; type?: ElementType },
    options: TableValue = {},
  ): TensorId {
    const output = this.value(result.name, result.shape, result.type);
    const entry = builtinInfo[builtin];
    this.operators.push({
      opcodeIndex: this.opcode(builtin),
      inputs,
      outputs: [output],
      ...(entry.options === undefined ? {} : { builtinOptions: { table: entry.options, value: options } }),
    });
    return output;
  }

  constant({ key, shape, data, isKernel }: Constant): TensorId {
    return this.shared(`${key} [${shape.join()}]`, () => {
      const size = elementCount(shape);
      if (isKernel && this.kernels === 'float16' && fitsFloat16(data())) {
        const half = this.stored(`${key}/float16`, shape, 'float16', 2 * size, () => halves(data()));
        return this.operator('DEQUANTIZE', [half], { name: key, shape });
      }
      return this.stored(key, shape, 'float32', 4 * size, () => bytesOf(data()));
    });
  }

  scalar(value: number): TensorId {
    return this.constant({ key: `constant/${value}`, shape: [], data: () => Float32Array.of(value) });
  }

  integers(values: readonly number[], shape: readonly number[] = [values.length]): TensorId {
    const key = `constant/${values.join('_')}/int32`;
    const data = () => bytesOf(Int32Array.from(values));
    return this.shared(`${key} [${shape.join()}]`, () =>
      this.stored(key, shape, 'int32', 4 * values.length, data),
    );
  }

  /** @returns its number. */
  buffer(byteLength: number, data: () => Uint8Array): number {
    return this.buffers.push({ byteLength, data }) - 1;
  }

  operatorCodes(): TableValue[] {
    return this.used.map((name) => {
      const { code, version = 1 } = builtinInfo[name];
      return { deprecatedBuiltinCode: Math.min(code, 127), builtinCode: code, version };
    });
  }

  private stored(
    name: string,
    shape: readonly number[],
    type: ElementType,
    size: number,
    bytes: () => Uint8Array,
  ): TensorId {
    return this.tensor(name, { shape, type: TYPE[type], buffer: this.buffer(size, bytes) });
  }

  private shared(key: string, make: () => TensorId): TensorId {
    const known = this.constants.get(key) ?? make();
    this.constants.set(key, known);
    return known;
  }

  private tensor(name: string, fields: Readonly<Record<string, FieldValue>>): TensorId {
    let unique = name;
    for (let suffix = 1; this.names.has(unique); suffix += 1) unique = `${name}_${suffix}`;
    this.names.add(unique);
    return this.tensors.push({ ...fields, name: unique }) - 1;
  }

  private opcode(builtin: Builtin): number {
    const known = this.used.indexOf(builtin);
    return known >= 0 ? known : this.used.push(builtin) - 1;
  }
}

const bytesOf = (values: Float32Array | Int32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

const fitsFloat16 = (values: Float32Array): boolean =>
  values.every((value) => Math.abs(value) <= LARGEST_FLOAT16);

/** Rounded to the nearest, ties to even. */
function halves(values: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * values.length));
  values.forEach((value, index) => {
    setFloat16(view, 2 * index, value, true);
  });
  return new Uint8Array(view.buffer);
}
