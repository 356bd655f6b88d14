/** Attribute values of TensorFlow nodes, in short words. */
import { type DataType, IrError, type TensorShape } from '../ir/types';
import { type AttrValue, DT, type ShapeProto, type TensorProto, type TfType } from './schema';

const utf8 = new TextEncoder();

export const shapeProto = (shape: TensorShape): ShapeProto => ({
  dim: shape.map((size) => ({ size: size ?? -1 })),
});

export const type = (name: TfType): AttrValue => ({ type: DT[name] });
/** Of a value whose dtype is a tensor's, not an engine's bundle. */
export const dtypeOf = ({ dtype }: { readonly dtype: DataType }): AttrValue => {
  if (dtype === 'saved') throw new IrError('A saved bundle is no tensor. Received: its dtype.');
  return type(dtype);
};
export const types = (names: readonly TfType[]): AttrValue => ({
  list: { type: names.map((name) => DT[name]) },
});
export const shape = (sizes: TensorShape): AttrValue => ({ shape: shapeProto(sizes) });
export const shapes = (all: readonly TensorShape[]): AttrValue => ({ list: { shape: all.map(shapeProto) } });
export const int = (value: number): AttrValue => ({ i: value });
export const ints = (values: readonly number[]): AttrValue => ({ list: { i: values } });
export const float = (value: number): AttrValue => ({ f: value });
export const bool = (value: boolean): AttrValue => ({ b: value });
export const text = (value: string): AttrValue => ({ s: utf8.encode(value) });
export const fn = (name: string): AttrValue => ({ func: { name } });
export const tensor = (value: TensorProto): AttrValue => ({ tensor: value });

/** A tensor of one repeated number, or of as many numbers as the shape holds. */
export function numbers(
  dtype: 'float32' | 'int32' | 'int64' | 'uint8',
  sizes: readonly number[],
  values: readonly number[],
): TensorProto {
  const proto = { dtype: DT[dtype], tensor_shape: shapeProto(sizes) };
  if (dtype === 'float32') return { ...proto, float_val: [...values] };
  return dtype === 'int64' ? { ...proto, int64_val: [...values] } : { ...proto, int_val: [...values] };
}

export const stringTensor = (value: string): TensorProto => ({
  dtype: DT.string,
  tensor_shape: shapeProto([]),
  string_val: [utf8.encode(value)],
});

/** float32 values as they lie in memory. */
export const floatContent = (sizes: readonly number[], data: Float32Array): TensorProto => ({
  dtype: DT.float32,
  tensor_shape: shapeProto(sizes),
  tensor_content: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
});
