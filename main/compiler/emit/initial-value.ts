/** keras.initializers, drawn by stateless operators from (seed, the parameter's key). */
import { elementCount } from '../../../core/basics/element-count';
import type { Initializer } from '../../../core/ops/operator';
import { fans } from '../fans';
import { bool, int, reshaping, type } from './attributes';
import type { EmitContext } from './emitter';

const T = type('float32');
const integer = type('int32');

/** Standard deviation of a normal distribution cut off at two standard deviations. */
const TRUNCATED_DEVIATION = 0.8796256610342398;

type Context = EmitContext<'initial_value'>;
type Fans = ReturnType<typeof fans>;

/** keras.initializers.VarianceScaling: the variance of a draw, and from which distribution. */
const scalings: Partial<Record<Initializer, { variance(fan: Fans): number; normal: boolean }>> = {
  glorot_uniform: { variance: ({ fanIn, fanOut }) => 2 / (fanIn + fanOut), normal: false },
  glorot_normal: { variance: ({ fanIn, fanOut }) => 2 / (fanIn + fanOut), normal: true },
  he_uniform: { variance: ({ fanIn }) => 2 / fanIn, normal: false },
  he_normal: { variance: ({ fanIn }) => 2 / fanIn, normal: true },
  lecun_uniform: { variance: ({ fanIn }) => 1 / fanIn, normal: false },
  lecun_normal: { variance: ({ fanIn }) => 1 / fanIn, normal: true },
};

export function emitInitialValue(context: Context): readonly string[] {
  const { main, attributes, writer } = context;
  const { initializer, shape } = attributes;
  const scaling = scalings[initializer];
  if (scaling) return [scaled(context, scaling.variance(fans(shape)), scaling.normal)];
  if (initializer === 'orthogonal') return [orthogonal(context)];
  const value = writer.scalar(initializer === 'ones' ? 1 : 0);
  return [main('Fill', [writer.ints(shape), value], { T, index_type: integer })];
}

function draw({ part, input, attributes, writer }: Context, op: string, shape: readonly number[]): string {
  const key = writer.constant('int32', [], [attributes.key]);
  const seed = part('seed', 'Pack', [input(0), key], { T: integer, N: int(2), axis: int(0) });
  return part('draw', op, [writer.ints(shape), seed], { dtype: T, T: integer, Tseed: integer });
}

/** Uniform in [-limit, limit), or normal and cut off at two of its deviations. */
function scaled(context: Context, variance: number, normal: boolean): string {
  const { main, part, attributes, writer } = context;
  if (normal) {
    const deviation = writer.scalar(Math.sqrt(variance) / TRUNCATED_DEVIATION);
    return main('Mul', [draw(context, 'StatelessTruncatedNormal', attributes.shape), deviation], { T });
  }
  const limit = Math.sqrt(3 * variance);
  const unit = draw(context, 'StatelessRandomUniform', attributes.shape);
  const wide = part('wide', 'Mul', [unit, writer.scalar(2 * limit)], { T });
  return main('Sub', [wide, writer.scalar(limit)], { T });
}

/**
 * keras.initializers.Orthogonal (Saxe et al., 2014): the Q of a normal matrix, whose columns are the last dimension and
 * rows all others. The signs of R's diagonal go into Q, which makes it uniform (Mezzadri, 2007).
 */
function orthogonal(context: Context): string {
  const { main, part, attributes, writer } = context;
  const { shape } = attributes;
  const columns = shape.at(-1) ?? 1;
  const rows = elementCount(shape.slice(0, -1));
  const tall = [Math.max(rows, columns), Math.min(rows, columns)] as const;
  const matrix = draw(context, 'StatelessRandomNormal', tall);
  const q = part('qr', 'Qr', [matrix], { T, full_matrices: bool(false) });
  const diagonal = part('diagonal', 'MatrixDiagPart', [`${q}:1`], { T });
  const signs = part('signs', 'Sign', [diagonal], { T });
  const signed = part('signed', 'Mul', [q, signs], { T });
  const transposed = () =>
    part('transposed', 'Transpose', [signed, writer.ints([1, 0])], { T, Tperm: integer });
  const wide = rows < columns ? transposed() : signed;
  return main('Reshape', [wide, writer.ints(shape)], reshaping('float32'));
}
