/** Types of the values of a program. */

/**
 * Number types that a network computes in. Variables are float32; the short types occur between casts
 * (passes/precision.ts).
 */
export type FloatingType = 'float32' | 'bfloat16' | 'float16';
export const floatingTypes: readonly string[] = ['float32', 'bfloat16', 'float16'] satisfies FloatingType[];

/** `saved` is an engine's own bundle that a forward operator makes for its gradient. */
export type DataType = FloatingType | 'int32' | 'uint8' | 'bool' | 'string' | 'saved';

/** With the batch dimension; `null` is a size that is only known at run time (the number of examples). */
export type TensorShape = readonly (number | null)[];

export interface TensorType {
  readonly dtype: DataType;
  readonly shape: TensorShape;
}

export const formatType = (type: TensorType): string =>
  `${type.dtype}[${type.shape.map((size) => size ?? 'batch').join(', ')}]`;
