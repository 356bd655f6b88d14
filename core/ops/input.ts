/** Input: where the images come in (keras.Input). */
import { z } from 'zod';
import { formatShape } from '../graph/words';
import { count } from './fields';
import type { Operator } from './operator';

const schema = z.strictObject({ shape: z.tuple([count, count, count]).default([32, 32, 3]) });

export const input: Operator<z.infer<typeof schema>> = {
  type: 'Input',
  title: 'Input',
  kind: 'io',
  help: 'Where the images come in: height, width and channels. A network has exactly one.',
  kerasClass: 'keras.layers.InputLayer',
  keywords: ['image', 'start', 'source', 'x'],
  inputs: { min: 0, max: 0 },
  schema,
  fields: [
    {
      name: 'shape',
      label: 'shape',
      control: 'shape',
      min: 1,
      max: 1_048_576,
      step: 1,
      help: 'Height, width and channels of one image. CIFAR-10 is 32, 32, 3.',
    },
  ],
  outputShape: (_inputs, { shape }) => shape,
  weights: () => [],
  macs: () => 0,
  caption: ({ shape }) => formatShape(shape),
};
