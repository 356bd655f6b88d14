import type { GradientCase } from './case';

export function products(): GradientCase[] {
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
