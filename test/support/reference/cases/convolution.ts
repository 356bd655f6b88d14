import type { Convolution, Pair } from '../../../../main/compiler/ir/attributes';
import { type GradientCase, images, paddings } from './case';

function plain(): GradientCase[] {
  const sizes: Pair[] = [
    [1, 1],
    [4, 4],
    [5, 3],
    [7, 6],
  ];
  const kernels: Pair[] = [
    [1, 1],
    [2, 2],
    [3, 3],
    [3, 1],
    [5, 4],
  ];
  const strides: Pair[] = [
    [1, 1],
    [2, 2],
    [3, 3],
  ];
  return paddings.flatMap((padding) =>
    sizes.flatMap(([height, width], index) =>
      kernels.flatMap((kernel) =>
        strides.flatMap((stride): GradientCase[] => {
          if (padding === 'valid' && (kernel[0] > height || kernel[1] > width)) return [];
          const attributes = { strides: stride, padding };
          return [
            {
              name: `conv2d ${height}x${width}, kernel ${kernel}, strides ${stride}, ${padding}`,
              batch: 1 + (index % 2),
              inputs: [
                [null, height, width, 2],
                [...kernel, 2, 3],
              ],
              build: (builder, name, inputs) => builder.value('conv2d', name, inputs, attributes),
            },
          ];
        }),
      ),
    ),
  );
}

/** One convolution of a kind; names and shapes follow from the numbers. */
function windowed(
  operator: 'conv2d' | 'depthwise_conv2d',
  [height, width]: Pair,
  kernel: readonly number[],
  channels: number,
  attributes: Convolution,
  batch = 1,
): GradientCase {
  return {
    name: `${operator} ${height}x${width}x${channels}, kernel ${kernel}, ${JSON.stringify(attributes)}, batch ${batch}`,
    batch,
    inputs: [[null, height, width, channels], kernel],
    build: (builder, name, inputs) => builder.value(operator, name, inputs, attributes),
  };
}

function dilated(): GradientCase[] {
  const dilations: Pair[] = [
    [2, 2],
    [3, 1],
    [2, 3],
  ];
  return paddings.flatMap((padding) =>
    images.flatMap((image, index) =>
      dilations.flatMap((dilation): GradientCase[] => {
        const kernel: Pair = [2, 3 - (index % 2)];
        const fits = kernel.every((size, axis) => (size - 1) * dilation[axis]! < image[axis]!);
        if (padding === 'valid' && !fits) return [];
        const attributes = { strides: [1, 1], padding, dilations: dilation } as const;
        return [
          windowed('conv2d', image, [...kernel, 2, 3], 2, attributes, 1 + (index % 2)),
          windowed('conv2d', image, [...kernel, 1, 2], 1, attributes),
          windowed('conv2d', image, [...kernel, 2, 2], 4, attributes),
          windowed('depthwise_conv2d', image, [...kernel, 2, 2], 2, attributes, 2 - (index % 2)),
        ];
      }),
    ),
  );
}

function grouped(): GradientCase[] {
  return paddings.flatMap((padding) => [
    windowed('conv2d', [7, 5], [3, 2, 2, 6], 4, { strides: [1, 1], padding }),
    windowed('conv2d', [7, 5], [3, 2, 1, 4], 4, { strides: [2, 3], padding }, 2),
    windowed('conv2d', [4, 4], [2, 2, 1, 6], 3, { strides: [2, 2], padding }),
    windowed('conv2d', [1, 1], [1, 1, 2, 4], 4, { strides: [1, 1], padding }),
  ]);
}

function depthwise(): GradientCase[] {
  const smaller = windowed('depthwise_conv2d', [1, 1], [3, 3, 2, 1], 2, { strides: [1, 1], padding: 'same' });
  const others = paddings.flatMap((padding) => [
    windowed('depthwise_conv2d', [7, 5], [3, 2, 3, 1], 3, { strides: [1, 1], padding }),
    windowed('depthwise_conv2d', [7, 5], [3, 3, 2, 3], 2, { strides: [2, 2], padding }, 2),
    windowed('depthwise_conv2d', [4, 4], [2, 2, 1, 2], 1, { strides: [3, 3], padding }),
    windowed('depthwise_conv2d', [1, 1], [1, 1, 3, 2], 3, { strides: [1, 1], padding }),
  ]);
  return [smaller, ...others];
}

function transposed(): GradientCase[] {
  const windows: [kernel: Pair, strides: Pair][] = [
    [
      [3, 3],
      [1, 1],
    ],
    [
      [3, 2],
      [2, 2],
    ],
    [
      [2, 1],
      [3, 2],
    ],
  ];
  return paddings.flatMap((padding) =>
    images.flatMap(([rows, columns], index) =>
      windows.map(([kernel, strides]): GradientCase => {
        const side = (length: number, axis: 0 | 1): number =>
          length * strides[axis] + (padding === 'same' ? 0 : Math.max(kernel[axis] - strides[axis], 0));
        const attributes = { strides, padding, height: side(rows, 0), width: side(columns, 1) };
        return {
          name: `conv2d_transpose ${rows}x${columns}, kernel ${kernel}, strides ${strides}, ${padding}`,
          batch: 1 + (index % 2),
          inputs: [
            [null, rows, columns, 1 + index],
            [...kernel, 2, 1 + index],
          ],
          build: (builder, name, inputs) => builder.value('conv2d_transpose', name, inputs, attributes),
        };
      }),
    ),
  );
}

export const convolutions = (): GradientCase[] => [
  ...plain(),
  ...dilated(),
  ...grouped(),
  ...depthwise(),
  ...transposed(),
];
