import type { GradientCase, Sizes } from './case';

export function pointwise(): GradientCase[] {
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
