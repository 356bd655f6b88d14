/** One corner at which the value and the gradients of an operator are checked. */
import type { Padding, Pair } from '../../../../main/compiler/ir/attributes';
import type { Builder } from '../../../../main/compiler/ir/builder';
import type { Value } from '../../../../main/compiler/ir/types';

export type Sizes = readonly (number | null)[];

export interface GradientCase {
  name: string;
  batch: number;
  /** Shapes of the float inputs, which gradients are taken for; null is the batch. */
  inputs: readonly Sizes[];
  /** Values of int32 inputs, which come after. */
  integers?: readonly (readonly number[])[];
  build(builder: Builder, name: string, inputs: readonly Value[]): Value;
}

export const paddings: readonly Padding[] = ['same', 'valid'];
/** Odd and even sides, single pixels, images smaller than the window. */
export const images: readonly Pair[] = [
  [1, 1],
  [7, 5],
  [4, 4],
];
/** No margin. */
export const none = [0, 0] as const;
