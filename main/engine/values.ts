/** Scalars as the signatures of a compiled model take them. */
import type { TensorValue } from './types';

export const int32 = (value: number): TensorValue => ({
  dtype: 'int32',
  shape: [],
  data: Int32Array.of(value),
});

export const float32 = (value: number): TensorValue => ({
  dtype: 'float32',
  shape: [],
  data: Float32Array.of(value),
});
