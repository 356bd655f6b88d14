import type { Pair } from '../../../../main/compiler/ir/attributes';
import { type GradientCase, images } from './case';

const factors: readonly Pair[] = [
  [2, 2],
  [1, 3],
  [3, 2],
];

export const resampling = (): GradientCase[] =>
  images.flatMap(([height, width], index) =>
    factors.flatMap((size) =>
      (['nearest', 'bilinear'] as const).map(
        (method): GradientCase => ({
          name: `upsample ${height}x${width} by ${size}, ${method}`,
          batch: 1 + (index % 2),
          inputs: [[null, height, width, 3 - index]],
          build: (builder, name, inputs) => builder.value('upsample', name, inputs, { size, method }),
        }),
      ),
    ),
  );
