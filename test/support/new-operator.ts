/**
 * All that a new operator costs in code: its definition, its lowering, its Keras layer, its call in PyTorch and reference values. It borrows its texts
 * (`help`, `label`) from other operators; a real one adds its own to core/messages/en.json and ko.json.
 */
import { z } from 'zod';
import { param } from '../../core/ops/fields';
import { defineOperator } from '../../core/ops/operator';
import { onlyInput } from '../../core/ops/spatial';
import { lowering } from '../../main/compiler/lower/layer';
import { single } from '../../main/exporting/keras/mapping';
import { mapping, only } from '../../main/exporting/pytorch/mapping';

export const gain = defineOperator({
  type: 'Gain',
  title: 'Gain',
  kind: 'activation',
  help: 'ops.help.Multiply',
  keywords: ['factor', 'gain'],
  schema: z.strictObject({
    scale: param(z.number().min(-8).max(8).default(2), {
      label: 'ops.label.rate',
      help: 'ops.param.scale',
      step: 0.5,
    }),
  }),
  outputShape: (inputs) => onlyInput(inputs, 'Gain'),
  caption: ({ scale }) => `× ${scale}`,
});

/** keras.layers.Rescaling without an offset */
export const lowerGain = lowering(gain, ({ build, name, x, params }) =>
  build.value('binary', name('forward'), [x, build.scalar(name('scale'), params.scale)], {
    function: 'multiply',
  }),
);

export const kerasGain = single(gain, ({ scale }) => ({ scale, offset: 0 }), 'Rescaling');

export const pytorchGain = mapping(gain, ({ scale }) => [only((x) => `${x} * ${scale}`)]);

export const gainCase = {
  scale: -1.5,
  x: [1, -2, 0.5, 4],
  y: [-1.5, 3, -0.75, -6],
};
