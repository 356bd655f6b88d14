/** Attribute values of TensorFlow nodes. */
import type { DataType, TensorShape } from '../ir/tensor-type';
import { bug } from '../ir/types';
import { type AttrValue, DT, type ShapeProto, type TensorProto, type TfType } from './schema';

const utf8 = new TextEncoder();

export const shapeProto = (shape: TensorShape): ShapeProto => ({
  dim: shape.map((size) => ({ size: size ?? -1 })),
});

/** The unknown batch as TensorFlow writes it: -1 in a new shape, "all that there is" in a slice. */
export const numericShape = ({ shape }: { readonly shape: TensorShape }): number[] =>
  shape.map((size) => size ?? -1);

export const type = (name: TfType | DataType): AttrValue =>
  name === 'saved' ? bug('A saved bundle is no tensor. Received: its dtype.') : { type: DT[name] };
export const dtypeOf = ({ dtype }: { readonly dtype: DataType }): AttrValue => type(dtype);
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

/** Attributes of Cast. */
export const casting = (from: TfType | DataType, to: TfType | DataType) => ({
  SrcT: type(from),
  DstT: type(to),
  Truncate: bool(false),
});
/** Attributes of Sum, Mean and Max. */
export const reducing = (dtype: TfType | DataType, keepDimensions = false) => ({
  T: type(dtype),
  Tidx: type('int32'),
  keep_dims: bool(keepDimensions),
});
/** Attributes of Reshape. */
export const reshaping = (dtype: TfType | DataType) => ({ T: type(dtype), Tshape: type('int32') });
/** Attributes of GatherV2 along one axis, and of the gathers like it. */
export const gathering = (dtype: TfType, places: TfType, batchDimensions = 0) => ({
  Tparams: type(dtype),
  Tindices: type(places),
  Taxis: type('int32'),
  batch_dims: int(batchDimensions),
});
/** Attributes of StridedSlice that takes one value out of a vector. */
export const pickingOne = (dtype: TfType) => ({
  T: type(dtype),
  Index: type('int32'),
  begin_mask: int(0),
  end_mask: int(0),
  ellipsis_mask: int(0),
  new_axis_mask: int(0),
  shrink_axis_mask: int(1),
});
/** Attributes of VarHandleOp. */
export const variableHandle = (name: string, dtype: TfType | DataType, sizes: TensorShape) => ({
  container: text(''),
  shared_name: text(name),
  dtype: type(dtype),
  shape: shape(sizes),
  allowed_devices: { list: {} },
});

const VALUES = {
  float32: 'float_val',
  float64: 'double_val',
  int32: 'int_val',
  int64: 'int64_val',
  uint8: 'int_val',
} as const;
export type NumberType = keyof typeof VALUES;

/** A tensor with one repeated number, or with as many numbers as its shape has. */
export const numbers = (
  dtype: NumberType,
  sizes: readonly number[],
  values: readonly number[],
): TensorProto => ({ dtype: DT[dtype], tensor_shape: shapeProto(sizes), [VALUES[dtype]]: [...values] });

export const stringTensor = (value: string): TensorProto => ({
  dtype: DT.string,
  tensor_shape: shapeProto([]),
  string_val: [utf8.encode(value)],
});

/** float32 values in memory order. */
export const floatContent = (sizes: readonly number[], values: () => Float32Array): TensorProto => ({
  dtype: DT.float32,
  tensor_shape: shapeProto(sizes),
  get tensor_content() {
    const { buffer, byteOffset, byteLength } = values();
    return new Uint8Array(buffer, byteOffset, byteLength);
  },
});
