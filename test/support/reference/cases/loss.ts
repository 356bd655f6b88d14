import type { GradientCase } from './case';

export function losses(): GradientCase[] {
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
