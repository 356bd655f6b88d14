import type { OperatorAttributes } from '../../../../main/compiler/ir/attributes';
import { type GradientCase, none, type Sizes } from './case';

export function shapes(): GradientCase[] {
  const unary = <Name extends 'pad' | 'crop' | 'subsample' | 'reshape' | 'spatial_mean'>(
    operator: Name,
    shape: Sizes,
    attributes: OperatorAttributes[Name],
    batch = 2,
  ): GradientCase => ({
    name: `${operator} of [${shape}] ${JSON.stringify(attributes)}`,
    batch,
    inputs: [shape],
    build: (builder, name, inputs) => builder.value(operator, name, inputs, attributes),
  });
  return [
    unary('spatial_mean', [null, 1, 1, 3], {}),
    unary('spatial_mean', [null, 5, 2, 3], {}),
    unary('spatial_mean', [null, 5, 2, 3], {}, 1),
    unary('pad', [null, 2, 3, 2], { margins: [none, [1, 0], [2, 3], none] }),
    unary('pad', [null, 2, 3, 2], { margins: [none, none, none, [0, 4]] }, 1),
    unary('crop', [null, 5, 6, 2], { margins: [none, [1, 0], [2, 3], none] }),
    unary('subsample', [null, 5, 4, 2], { strides: [2, 2] }),
    unary('subsample', [null, 6, 7, 3], { strides: [3, 2] }, 1),
    unary('subsample', [null, 1, 1, 3], { strides: [2, 2] }),
    unary('reshape', [null, 3, 2, 2], { shape: [null, 12] }),
    unary('reshape', [null, 12], { shape: [null, 2, 2, 3] }, 1),
  ];
}
