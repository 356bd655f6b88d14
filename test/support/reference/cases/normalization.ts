import type { GradientCase, Sizes } from './case';

function overBatches(): GradientCase[] {
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

/** Inputs: x, gamma, beta, mean. */
function byMovingStatistics(): GradientCase[] {
  const one = (shape: Sizes, batch: number): GradientCase => {
    const channels = [shape.at(-1) as number];
    return {
      name: `batch_norm_infer of [${shape}], batch ${batch}`,
      batch,
      inputs: [shape, channels, channels, channels],
      build: (builder, name, inputs) => {
        const constant = { dtype: 'float32', shape: channels, value: 0.7 } as const;
        const variance = builder.value('constant', `${name}/variance`, [], constant);
        return builder.value('batch_norm_infer', name, [...inputs, variance], { epsilon: 1e-3 });
      },
    };
  };
  return [one([null, 3, 4, 5], 2), one([null, 6], 3)];
}

function overExamples(): GradientCase[] {
  const one = (shape: Sizes, batch: number, epsilon: number, groups?: number): GradientCase => ({
    name: `${groups ? `group_norm in ${groups}` : 'layer_norm'} of [${shape}], batch ${batch}, epsilon ${epsilon}`,
    batch,
    inputs: [shape, [shape.at(-1) as number], [shape.at(-1) as number]],
    build: (builder, name, inputs) =>
      groups
        ? builder.value('group_norm', name, inputs, { epsilon, groups })
        : builder.value('layer_norm', name, inputs, { epsilon }),
  });
  return [
    one([null, 3, 4, 5], 2, 1e-3),
    one([null, 7, 5, 2], 1, 1e-3),
    one([null, 1, 1, 4], 1, 1e-3),
    one([null, 3, 2, 1], 2, 1e-3),
    one([null, 6], 3, 1e-3),
    one([null, 3, 4, 6], 2, 1e-3, 3),
    one([null, 7, 5, 2], 1, 1e-5, 1),
    one([null, 3, 4, 4], 1, 1e-3, 4),
    one([null, 1, 1, 6], 2, 1e-3, 2),
    one([null, 3, 3, 1], 2, 1e-3, 1),
    one([null, 6], 2, 1e-3, 3),
  ];
}

function byStatistics(): GradientCase[] {
  return [
    {
      name: 'normalize by mean and deviation',
      batch: 2,
      inputs: [[null, 3, 4, 3]],
      build: (builder, name, [x]) => {
        const constant = (part: string, value: number) =>
          builder.value('constant', `${name}/${part}`, [], { dtype: 'float32', shape: [3], value });
        return builder.value('normalize', name, [x!, constant('mean', 0.3), constant('deviation', 1.7)], {});
      },
    },
  ];
}

export const normalizations = (): GradientCase[] => [
  ...overBatches(),
  ...byMovingStatistics(),
  ...overExamples(),
  ...byStatistics(),
];
