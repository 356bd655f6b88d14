/** A small model to time: one convolution with both of its gradients in several precisions. */
import { macsOf } from '../../core/analysis/costliest-convolution';
import type { ConvolutionShape, Precision } from '../../core/study/precision';
import { emit } from './emit';
import { Builder } from './ir/builder';
import type { Value } from './ir/types';
import { verify } from './ir/verify';
import { convolutionProducts } from './passes/convolution-products';
import type { CompiledModel } from './types';

const PROBE_TAG = 'probe';

/** Multiply-adds of a forward pass: about 10 ms with its gradients on two cores, a few on a GPU. */
const WORK = { cpu: 4e8, gpu: 1e11 } as const;
const MOST_IMAGES = 256;
/** The largest batch, 128 MB in float32, which fits into the memory of a small GPU several times. */
const MOST_VALUES = 2 ** 25;

/** A power of two. */
export function probeBatch(shape: ConvolutionShape, device: 'cpu' | 'gpu'): number {
  const values = shape.height * shape.width * Math.max(shape.channels, shape.filters);
  const images = Math.min(MOST_IMAGES, WORK[device] / macsOf(shape), MOST_VALUES / values);
  return 2 ** Math.floor(Math.log2(Math.max(1, images)));
}

/**
 * Signatures: `init` (seed: int32 []), and one named after each precision, which computes the convolution and both
 * gradients. Each feeds the next, since TensorFlow drops unused results.
 */
export function compileSpeedProbe(
  shape: ConvolutionShape,
  { device, precisions }: { device: 'cpu' | 'gpu'; precisions: readonly Precision[] },
): Pick<CompiledModel, 'savedModel' | 'tags'> {
  const { height, width, channels, filters, kernel, strides, padding } = shape;
  const build = new Builder();
  const seed = build.input('.init/seed', 'int32');
  const filled = (name: string, size: readonly number[], key: number): string => {
    build.declare({ name, dtype: 'float32', shape: size, role: 'weight', trainable: false });
    const attributes = { initializer: 'glorot_uniform', shape: size, key } as const;
    const value = build.value('initial_value', `${name}/initial_value`, [seed], attributes);
    return build.assign(name, 'initialize', value);
  };
  const effects = [
    filled('images', [probeBatch(shape, device), height, width, channels], 1),
    filled('kernel', [...kernel, channels, filters], 2),
  ];
  build.entry({ name: 'init', inputs: { seed }, effects });
  for (const precision of precisions) {
    const cast = (name: string, value: Value, dtype: Precision): Value =>
      value.dtype === dtype ? value : build.value('cast', `${precision}/${name}`, [value], { dtype });
    const x = cast('images', build.read('images'), precision);
    const w = cast('kernel', build.read('kernel'), precision);
    const attributes = { strides, padding };
    const y = build.value('conv2d', `${precision}/forward`, [x, w], attributes);
    const dx = build.value('conv2d_input_grad', `${precision}/input_gradient`, [x, w, y], attributes);
    const dw = build.value('conv2d_filter_grad', `${precision}/filter_gradient`, [dx, w, y], attributes);
    const result = `${precision}/result`;
    build.declare({ name: result, dtype: 'float32', shape: dw.shape, role: 'weight', trainable: false });
    const float = cast('float32', dw, 'float32');
    build.entry({ name: precision, effects: [build.assign(result, 'assign', float)] });
  }
  const built = build.finish();
  const program = device === 'gpu' ? built : convolutionProducts.run(built);
  verify(program, 'the probe');
  return {
    savedModel: emit(program, { tags: [PROBE_TAG], ...(device === 'gpu' ? { kernels: 'cuDNN' } : {}) }),
    tags: [PROBE_TAG],
  };
}
