/** Corners of activations, merges and channel gates. */
import { gradientSource } from '../../../../main/compiler/ir/activations';
import type { BinaryFunction } from '../../../../main/compiler/ir/attributes';
import type { Builder } from '../../../../main/compiler/ir/builder';
import type { Value } from '../../../../main/compiler/ir/types';
import type { GradientCase, Sizes } from './case';

/** The inputs lie in [-1, 1): this far out every function has left its bends behind. */
const REACH = 9;

const scaled = (builder: Builder, name: string, x: Value, factor: number): Value =>
  builder.value('binary', `${name}/wide`, [x, builder.scalar(`${name}/factor`, factor)], {
    function: 'multiply',
  });

function activations(): GradientCase[] {
  const shapes: [Sizes, number][] = [
    [[null, 7], 1],
    [[null, 7, 5, 1], 2],
    [[null, 1, 1, 3], 1],
  ];
  return (Object.keys(gradientSource) as (keyof typeof gradientSource)[]).flatMap((fn) =>
    shapes.flatMap(([shape, batch]) =>
      [1, REACH].map(
        (factor): GradientCase => ({
          name: `${fn} of [${shape}], batch ${batch}, up to ${factor}`,
          batch,
          inputs: [shape],
          build: (builder, name, [x]) =>
            builder.value('activation', name, [scaled(builder, name, x!, factor)], {
              function: fn,
              ...(fn === 'leaky_relu' ? { slope: 0.15 } : {}),
            }),
        }),
      ),
    ),
  );
}

function binaries(): GradientCase[] {
  const functions: BinaryFunction[] = ['add', 'subtract', 'multiply', 'minimum', 'maximum'];
  const shapes: [string, Sizes, Sizes, number][] = [
    ['two images', [null, 7, 5, 1], [null, 7, 5, 1], 2],
    ['two vectors', [null, 3], [null, 3], 1],
    ['an image and a scalar', [null, 1, 1, 4], [], 2],
    ['a scalar and a vector', [], [null, 5], 3],
    ['two scalars', [], [], 1],
  ];
  return functions.flatMap((fn) =>
    shapes.map(
      ([what, a, b, batch]): GradientCase => ({
        name: `${fn} of ${what}`,
        batch,
        inputs: [a, b],
        build: (builder, name, inputs) => builder.value('binary', name, inputs, { function: fn }),
      }),
    ),
  );
}

/** By what is far from zero: central differences are as good there as elsewhere. */
function quotients(): GradientCase[] {
  const shapes: [string, Sizes, Sizes][] = [
    ['two images', [null, 3, 2, 2], [null, 3, 2, 2]],
    ['an image and a scalar', [null, 2, 3, 1], []],
    ['a scalar and a vector', [], [null, 5]],
  ];
  return shapes.map(
    ([what, a, b]): GradientCase => ({
      name: `divide ${what}`,
      batch: 2,
      inputs: [a, b],
      build: (builder, name, [x, y]) => {
        const three = builder.scalar(`${name}/three`, 3);
        const far = builder.value('binary', `${name}/far`, [y!, three], { function: 'add' });
        return builder.value('binary', name, [x!, far], { function: 'divide' });
      },
    }),
  );
}

function channels(): GradientCase[] {
  const concat = (batch: number, ...inputs: Sizes[]): GradientCase => ({
    name: `concat of ${inputs.map((shape) => `[${shape}]`).join(', ')}, batch ${batch}`,
    batch,
    inputs,
    build: (builder, name, values) => builder.value('concat', name, values, {}),
  });
  const slice = (shape: Sizes, begin: number, size: number): GradientCase => ({
    name: `channel_slice of [${shape}], ${size} from ${begin}`,
    batch: 2,
    inputs: [shape],
    build: (builder, name, inputs) => builder.value('channel_slice', name, inputs, { begin, size }),
  });
  const gated = (height: number, width: number, channels: number, batch: number): GradientCase => ({
    name: `channel_scale of ${height}x${width}x${channels}, batch ${batch}`,
    batch,
    inputs: [
      [null, height, width, channels],
      [null, channels],
    ],
    build: (builder, name, inputs) => builder.value('channel_scale', name, inputs, {}),
  });
  const dot = (height: number, width: number, channels: number, batch: number): GradientCase => ({
    name: `spatial_dot of ${height}x${width}x${channels}, batch ${batch}`,
    batch,
    inputs: [
      [null, height, width, channels],
      [null, height, width, channels],
    ],
    build: (builder, name, inputs) => builder.value('spatial_dot', name, inputs, {}),
  });
  return [
    dot(3, 5, 2, 2),
    dot(1, 1, 1, 1),
    concat(2, [null, 3, 2, 1], [null, 3, 2, 4], [null, 3, 2, 2]),
    concat(1, [null, 1, 1, 1], [null, 1, 1, 1]),
    concat(3, [null, 2], [null, 5]),
    {
      name: 'concat of one value with itself',
      batch: 2,
      inputs: [[null, 3]],
      build: (builder, name, [x]) => builder.value('concat', name, [x!, x!], {}),
    },
    slice([null, 2, 3, 5], 1, 3),
    slice([null, 4], 0, 4),
    gated(7, 5, 3, 2),
    gated(1, 1, 1, 1),
    gated(4, 3, 1, 1),
  ];
}

export const pointwiseCases = (): GradientCase[] => [
  ...activations(),
  ...binaries(),
  ...quotients(),
  ...channels(),
];
