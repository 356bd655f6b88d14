/** One corner at which an operator's value and gradients are checked. */
import type { Builder } from '../../../main/compiler/ir/builder';
import type { Value } from '../../../main/compiler/ir/types';

export interface GradientCase {
  name: string;
  batch: number;
  /** Shapes of the float inputs, which gradients are taken for; null is the batch. */
  inputs: readonly (readonly (number | null)[])[];
  /** Values of int32 inputs, which come after. */
  integers?: readonly (readonly number[])[];
  build(builder: Builder, name: string, inputs: readonly Value[]): Value;
}
