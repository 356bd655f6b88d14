/** The corners at which values and gradients of operators are checked. */
import type { OperatorAttributes, Padding, Pair } from '../../../main/compiler/ir/attributes';
import type { GradientCase } from './case';
import { pointwiseCases } from './pointwise-cases';

type Sizes = readonly (number | null)[];

const paddings: readonly Padding[] = ['same', 'valid'];
const none = [0, 0] as const;

function convolutions(): GradientCase[] {
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

function pools(): GradientCase[] {
  const windows: [Pair, Pair][] = [
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
    [5, 4],
    [8, 7],
  ];
  return paddings.flatMap((padding) =>
    windows.flatMap(([size, strides]) =>
      sizes.map(([height, width], index): GradientCase => {
        const attributes: OperatorAttributes['max_pool'] = { size, strides, padding };
        return {
          name: `max_pool ${height}x${width}, window ${size}, strides ${strides}, ${padding}`,
          batch: 1 + (index % 2),
          inputs: [[null, height, width, 3]],
          build: (builder, name, inputs) => builder.value('max_pool', name, inputs, attributes),
        };
      }),
    ),
  );
}

function products(): GradientCase[] {
  const flags = [false, true];
  return flags.flatMap((transposeA) =>
    flags.map(
      (transposeB): GradientCase => ({
        name: `matmul, transposed ${transposeA}, ${transposeB}`,
        batch: 1,
        inputs: [transposeA ? [4, 3] : [3, 4], transposeB ? [2, 4] : [4, 2]],
        build: (builder, name, inputs) => builder.value('matmul', name, inputs, { transposeA, transposeB }),
      }),
    ),
  );
}

function normalisations(): GradientCase[] {
  const one = (shape: Sizes, batch: number, epsilon: number): GradientCase => ({
    name: `batch_norm_train of [${shape}], batch ${batch}, epsilon ${epsilon}`,
    batch,
    inputs: [shape, [shape.at(-1) as number], [shape.at(-1) as number]],
    build: (builder, name, inputs) => builder.value('batch_norm_train', name, inputs, { epsilon }),
  });
  return [
    one([null, 3, 4, 5], 2, 1e-3),
    one([null, 3, 4, 5], 1, 1e-5),
    one([null, 1, 1, 4], 3, 1e-3),
    one([null, 1, 1, 4], 1, 1e-3),
    one([null, 6], 5, 1e-3),
    one([null, 6], 1, 1e-3),
  ];
}

function shapes(): GradientCase[] {
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

function pointwise(): GradientCase[] {
  const activations = (['relu', 'sigmoid', 'tanh'] as const).flatMap((fn) =>
    (
      [
        [null, 7],
        [null, 3, 2, 2],
      ] as Sizes[]
    ).map(
      (shape, index): GradientCase => ({
        name: `${fn} of [${shape}]`,
        batch: 1 + index,
        inputs: [shape],
        build: (builder, name, inputs) => builder.value('activation', name, inputs, { function: fn }),
      }),
    ),
  );
  const softmaxes = (
    [
      [null, 5],
      [null, 2, 3, 4],
    ] as Sizes[]
  ).map(
    (shape, index): GradientCase => ({
      name: `softmax of [${shape}]`,
      batch: 2 - index,
      inputs: [shape],
      build: (builder, name, inputs) => builder.value('softmax', name, inputs, {}),
    }),
  );
  const biases = (
    [
      [null, 4],
      [null, 3, 2, 4],
    ] as Sizes[]
  ).map(
    (shape, index): GradientCase => ({
      name: `bias_add to [${shape}]`,
      batch: 1 + index,
      inputs: [shape, [4]],
      build: (builder, name, inputs) => builder.value('bias_add', name, inputs, {}),
    }),
  );
  const sums: GradientCase[] = [
    {
      name: 'add_n of three, one of them twice',
      batch: 2,
      inputs: [
        [null, 2, 2, 3],
        [null, 2, 2, 3],
      ],
      build: (builder, name, [a, b]) => builder.value('add_n', name, [a!, b!, a!], {}),
    },
    {
      name: 'add_n of two',
      batch: 1,
      inputs: [
        [null, 3],
        [null, 3],
      ],
      build: (builder, name, inputs) => builder.value('add_n', name, inputs, {}),
    },
    {
      // To the short types and back: precision.test.ts.
      name: 'cast to float32',
      batch: 2,
      inputs: [[null, 3]],
      build: (builder, name, inputs) => builder.value('cast', name, inputs, { dtype: 'float32' }),
    },
    {
      name: 'one value used by three nodes',
      batch: 2,
      inputs: [[null, 4]],
      build: (builder, name, [x]) => {
        const parts = (['relu', 'sigmoid', 'tanh'] as const).map((fn) =>
          builder.value('activation', `${name}/${fn}`, [x!], { function: fn }),
        );
        return builder.value('add_n', name, parts, {});
      },
    },
  ];
  return [...activations, ...softmaxes, ...biases, ...sums];
}

function losses(): GradientCase[] {
  const batches = [1, 3];
  return batches.flatMap((batch): GradientCase[] => [
    {
      name: `softmax_cross_entropy, batch ${batch}`,
      batch,
      inputs: [[null, 5]],
      integers: [[4, 0, 2].slice(0, batch)],
      build: (builder, name, inputs) => builder.value('softmax_cross_entropy', name, inputs, {}),
    },
    {
      name: `soft_cross_entropy against two mixed labels, batch ${batch}`,
      batch,
      inputs: [[null, 5]],
      integers: [
        [4, 0, 2],
        [1, 0, 3],
      ].map((classes) => classes.slice(0, batch)),
      build: (builder, name, [scores, ...labels]) => {
        const parts = labels.map((value, index) => {
          const hot = builder.value('one_hot', `${name}/hot${index}`, [value], { classes: 5 });
          const share = builder.scalar(`${name}/share${index}`, index === 0 ? 0.7 : 0.3);
          return builder.value('binary', `${name}/part${index}`, [hot, share], { function: 'multiply' });
        });
        const targets = builder.value('add_n', `${name}/targets`, parts, {});
        return builder.value('soft_cross_entropy', name, [scores!, targets], {});
      },
    },
    {
      name: `mean of its losses, batch ${batch}`,
      batch,
      inputs: [[null, 5]],
      integers: [[1, 3, 3].slice(0, batch)],
      build: (builder, name, inputs) => {
        const each = builder.value('softmax_cross_entropy', `${name}/each`, inputs, {});
        return builder.value('mean', name, [each], {});
      },
    },
    {
      name: `sum over [N, 2, 3, 2], batch ${batch}`,
      batch,
      inputs: [[null, 2, 3, 2]],
      build: (builder, name, inputs) => builder.value('sum', name, inputs, {}),
    },
    {
      name: `log of clipped sigmoid, batch ${batch}`,
      batch,
      inputs: [[null, 6]],
      build: (builder, name, inputs) => {
        const p = builder.value('activation', `${name}/sigmoid`, inputs, { function: 'sigmoid' });
        const clipped = builder.value('clip', `${name}/clip`, [p], { low: 0.4, high: 0.6 });
        return builder.value('unary', name, [clipped], { function: 'log' });
      },
    },
  ]);
}

export const gradientCases = (): GradientCase[] => [
  ...convolutions(),
  ...pools(),
  ...products(),
  ...normalisations(),
  ...shapes(),
  ...pointwise(),
  ...pointwiseCases(),
  ...losses(),
];
