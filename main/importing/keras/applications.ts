/** Networks of keras.applications, which say nowhere in a file what `preprocess_input` does for them. */
import { type Message, message } from '../../../core/messages';
import type { PixelValues } from '../../../core/ops/pixels';
import { kerasLayers, NO_EFFECT } from './layers';
import type { KerasNode } from './structure';

interface Application {
  /** What Keras calls the model. */
  called: RegExp;
  /** Its first convolution: others may have the model's name. */
  first: string;
  pixels: PixelValues | 'caffe';
}

/** Those that begin with a layer for it, such as EfficientNet, are missing here. */
const applications: readonly Application[] = [
  { called: /^resnet\d+v2$/, first: 'conv1_conv', pixels: '-1-1' },
  { called: /^mobilenet_\d/, first: 'conv1', pixels: '-1-1' },
  { called: /^mobilenetv2_\d/, first: 'Conv1', pixels: '-1-1' },
  { called: /^xception$/, first: 'block1_conv1', pixels: '-1-1' },
  { called: /^NASNet$/, first: 'stem_conv1', pixels: '-1-1' },
  { called: /^resnet\d+$/, first: 'conv1_conv', pixels: 'caffe' },
  { called: /^vgg\d+$/, first: 'block1_conv1', pixels: 'caffe' },
  { called: /^densenet\d+$/, first: 'conv1_conv', pixels: 'imagenet' },
];

/** The one whose first layer reads the Input: the whole model, or a model in it. */
export function applicationPixels(
  modelName: string,
  nodes: readonly KerasNode[],
): { values: PixelValues; why: Message } | undefined {
  const images = new Set<string>();
  for (const { name, path, className, config, inputs } of nodes) {
    const readsImages = inputs.some((input) => images.has(input));
    const changesNothing =
      Object.hasOwn(kerasLayers, className) && kerasLayers[className]?.(config) === NO_EFFECT;
    if (className === 'InputLayer' || (readsImages && changesNothing)) {
      images.add(name);
      continue;
    }
    if (!readsImages) continue;
    const around = path.slice(0, -1).join('/');
    const called = path.at(-2) ?? modelName;
    const found = applications.find(
      (one) =>
        one.called.test(called) &&
        nodes.some((node) => node.path.join('/') === [around, one.first].filter(Boolean).join('/')),
    );
    if (found?.pixels === 'caffe') {
      return { values: '0-1', why: message('import.pixels.caffe', { model: called }) };
    }
    if (found) return { values: found.pixels, why: message('import.pixels.application', { model: called }) };
  }
  return undefined;
}
