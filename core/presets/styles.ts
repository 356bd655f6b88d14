/**
 * Published residual networks differ in details that change their parameter counts. A style is one such set of
 * details; everything else about a preset is the same in all of them.
 */
import type { BlockParams } from '../graph/document';
import type { Initializer } from '../ops/operator';

export type Style = BlockParams['style'];

export interface StyleDetails {
  id: Style;
  title: string;
  /** One line for the presets menu. */
  help: string;
  convBias: boolean;
  batchNorm: { momentum: number; epsilon: number };
  /** Strided windows: TensorFlow's `same`, or the same number of zeros on all sides and then `valid`. */
  stridedPadding: 'same' | 'symmetric';
  /** Which convolution of a bottleneck carries the stride. */
  bottleneckStride: 'first' | 'middle';
  /** Side of the projection kernel of basic blocks (bottlenecks project with 1x1 everywhere). */
  basicProjectionKernel: 1 | 3;
  kernelInitializer: Initializer;
  /** Shortcuts of the CIFAR family where the shape changes: paper, section 4.2, uses option A. */
  cifarShortcut: ShortcutOption;
}

/** He et al., section 3.3. A: zero-padded identity, no weights. B: projection. */
export type ShortcutOption = 'A' | 'B';

const styleList: readonly StyleDetails[] = [
  {
    id: 'study',
    title: 'Study',
    help: 'The ablation-study tutorial: biases on convolutions, Keras defaults, "same" padding, 3×3 projections in basic blocks.',
    convBias: true,
    batchNorm: { momentum: 0.99, epsilon: 0.001 },
    stridedPadding: 'same',
    bottleneckStride: 'first',
    basicProjectionKernel: 3,
    kernelInitializer: 'glorot_uniform',
    cifarShortcut: 'B',
  },
  {
    id: 'paper',
    title: 'Paper',
    help: 'He et al. 2015: no biases on convolutions, 1×1 projections (option B) or zero-padded shortcuts (option A).',
    convBias: false,
    batchNorm: { momentum: 0.9, epsilon: 1e-5 },
    stridedPadding: 'symmetric',
    bottleneckStride: 'first',
    basicProjectionKernel: 1,
    kernelInitializer: 'he_normal',
    cifarShortcut: 'A',
  },
  {
    id: 'keras',
    title: 'Keras',
    help: 'keras.applications: biases on convolutions, explicit zero padding, the stride on the first 1×1.',
    convBias: true,
    batchNorm: { momentum: 0.99, epsilon: 1.001e-5 },
    stridedPadding: 'symmetric',
    bottleneckStride: 'first',
    basicProjectionKernel: 1,
    kernelInitializer: 'glorot_uniform',
    cifarShortcut: 'B',
  },
  {
    id: 'torchvision',
    title: 'torchvision',
    help: 'As the paper, with the stride of a bottleneck on its 3×3 convolution ("v1.5").',
    convBias: false,
    batchNorm: { momentum: 0.9, epsilon: 1e-5 },
    stridedPadding: 'symmetric',
    bottleneckStride: 'middle',
    basicProjectionKernel: 1,
    kernelInitializer: 'he_normal',
    cifarShortcut: 'B',
  },
];

const byId = new Map(styleList.map((style) => [style.id, style]));

export const styles: readonly Style[] = styleList.map((style) => style.id);

export function styleDetails(style: Style): StyleDetails {
  const details = byId.get(style);
  if (details === undefined)
    throw new RangeError(`A style is one of ${styles.join(', ')}. Received: ${String(style)}.`);
  return details;
}
