/**
 * ChannelScale: each channel of an image times its own gate, the last step of squeeze-and-excitation (Hu et al., 2018,
 * eq. 4): y[h, w, c] = x[h, w, c] * gate[c]. In Keras a Reshape and a Multiply.
 */

import { plural } from '../format/plural';
import { formatShape, formatShapes } from '../graph/words';
import { defineOperator, ShapeRuleError } from './operator';
import { imageInput } from './spatial';

export const channelScale = defineOperator({
  type: 'ChannelScale',
  title: 'ChannelScale',
  kind: 'merge',
  help: 'Multiplies each channel of an image (input 0) by a gate of its own (input 1): the excitation of squeeze-and-excitation.',
  keywords: ['squeeze and excitation', 'se', 'gate', 'attention', 'scale', 'merge'],
  inputs: { min: 2, max: 2 },
  outputShape(inputs) {
    if (inputs.length !== 2)
      throw new ShapeRuleError(
        'shape.channelscale-inputs',
        'ChannelScale takes two inputs: an image and its gates.',
        formatShapes(inputs),
      );
    const [image, gates] = [imageInput(inputs.slice(0, 1), 'ChannelScale'), inputs[1] ?? []];
    const vector = gates.length === 1 || (gates.length === 3 && gates[0] === 1 && gates[1] === 1);
    if (!vector || gates.at(-1) !== image[2]) {
      throw new ShapeRuleError(
        'shape.channelscale-gates',
        `ChannelScale takes one gate per channel of its first input: ${image[2]}, or 1×1×${image[2]}.`,
        formatShape(gates),
        `Make the gates with a GlobalAveragePooling2D and a Dense with ${plural(image[2]!, 'unit')} and sigmoid.`,
      );
    }
    return image;
  },
  passesAlone: 'first',
  caption: () => '× gates',
});
