import type { Pair } from '../../../../main/compiler/ir/attributes';
import { type GradientCase, images, paddings } from './case';

function windows(): GradientCase[] {
  const sizesAndStrides: [Pair, Pair][] = [
    [
      [2, 2],
      [2, 2],
    ],
    [
      [3, 3],
      [2, 2],
    ],
    [
      [2, 3],
      [1, 1],
    ],
    [
      [1, 1],
      [2, 2],
    ],
    [
      [3, 2],
      [3, 2],
    ],
  ];
  const sizes: Pair[] = [
    [3, 3],
    [7, 5],
    [8, 7],
    [1, 1],
  ];
  return paddings.flatMap((padding) =>
    sizesAndStrides.flatMap(([size, strides]) =>
      sizes.flatMap(([height, width], index) =>
        (['max_pool', 'avg_pool'] as const).flatMap((operator): GradientCase[] => {
          if (padding === 'valid' && (size[0] > height || size[1] > width)) return [];
          const attributes = { size, strides, padding };
          return [
            {
              name: `${operator} ${height}x${width}, window ${size}, strides ${strides}, ${padding}`,
              batch: 1 + (index % 2),
              inputs: [[null, height, width, index === 1 ? 1 : 3]],
              build: (builder, name, inputs) => builder.value(operator, name, inputs, attributes),
            },
          ];
        }),
      ),
    ),
  );
}

/** All values differ: where several are largest, differences say nothing. */
const wholeImages = (): GradientCase[] =>
  images.flatMap(([height, width], index) =>
    (['spatial_max', 'spatial_mean'] as const).map((operator) => ({
      name: `${operator} ${height}x${width}`,
      batch: 1 + (index % 2),
      inputs: [[null, height, width, 3 - index]],
      build: (builder, name, inputs) => builder.value(operator, name, inputs, {}),
    })),
  );

export const pools = (): GradientCase[] => [...windows(), ...wholeImages()];
