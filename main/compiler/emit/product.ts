/** Matrix products and biases. */
import { bool, casting, text, type } from './attributes';
import { type Emitters, oneNode } from './emitter';
import type { AttrValue } from './schema';

const format = { data_format: text('NHWC') };

/** Attributes of MatMul. */
export const multiplying = (T: AttrValue, transposeA: boolean, transposeB: boolean) => ({
  T,
  transpose_a: bool(transposeA),
  transpose_b: bool(transposeB),
  grad_a: bool(false),
  grad_b: bool(false),
});

export const productEmitters = {
  bias_add: oneNode('BiasAdd', ({ T }) => ({ T, ...format })),
  // A sum over a whole feature map would lose its small terms in a short type, so it is computed in
  // float32.
  bias_grad: ({ main, part, input, inputs, T }) => {
    const { dtype } = inputs[0]!;
    if (dtype === 'float32') return [main('BiasAddGrad', [input(0)], { T, ...format })];
    const wide = part('float32', 'Cast', [input(0)], casting(dtype, 'float32'));
    const sum = part('sum', 'BiasAddGrad', [wide], { T: type('float32'), ...format });
    return [main('Cast', [sum], casting('float32', dtype))];
  },
  matmul: oneNode('MatMul', ({ T, attributes }) =>
    multiplying(T, attributes.transposeA, attributes.transposeB),
  ),
} satisfies Partial<Emitters>;
