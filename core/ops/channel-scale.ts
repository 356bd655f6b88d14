/** ChannelScale: y[h, w, c] = x[h, w, c] * gate[c] (Hu et al., 2018, eq. 4). In Keras a Reshape and a Multiply. */
import { formatShape, formatShapes } from '../format/shape';
import { message, t } from '../messages';
import { defineOperator, ShapeRuleError } from './operator';
import { imageInput } from './spatial';

export const channelScale = defineOperator({
  type: 'ChannelScale',
  title: 'ChannelScale',
  kind: 'merge',
  help: 'ops.help.ChannelScale',
  keywords: ['squeeze and excitation', 'se', 'gate', 'attention', 'scale', 'merge'],
  inputs: { min: 2, max: 2 },
  outputShape(inputs) {
    if (inputs.length !== 2)
      throw new ShapeRuleError(
        'shape.channelscale-inputs',
        message('ops.rule.channelScaleInputs'),
        formatShapes(inputs),
      );
    const [image, gates] = [imageInput(inputs.slice(0, 1), 'ChannelScale'), inputs[1] ?? []];
    const vector = gates.length === 1 || (gates.length === 3 && gates[0] === 1 && gates[1] === 1);
    if (!vector || gates.at(-1) !== image[2]) {
      throw new ShapeRuleError(
        'shape.channelscale-gates',
        message('ops.rule.channelScaleGates', { channels: image[2] }),
        formatShape(gates),
        message('ops.rule.channelScaleGatesHint', { channels: image[2] }),
      );
    }
    return image;
  },
  passesAlone: 'first',
  caption: () => t('ops.caption.gates'),
});
