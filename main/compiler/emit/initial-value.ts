/** keras.initializers, drawn by stateless operators from (seed, the parameter's key). */
import { fans } from '../fans';
import { int, type } from './attributes';
import type { EmitContext } from './emitter';

const T = type('float32');
const integer = type('int32');

/** Standard deviation of a normal distribution cut off at two standard deviations. */
const TRUNCATED_DEVIATION = 0.8796256610342398;

export function emitInitialValue(context: EmitContext<'initial_value'>): readonly string[] {
  const { main, part, input, attributes, writer } = context;
  const { initializer, shape, key } = attributes;
  const { fanIn, fanOut } = fans(shape);
  const sizes = writer.ints(shape);
  const seed = part('seed', 'Pack', [input(0), writer.constant('int32', [], [key])], {
    T: integer,
    N: int(2),
    axis: int(0),
  });
  const draw = (op: string) => part('draw', op, [sizes, seed], { dtype: T, T: integer, Tseed: integer });

  /** In [-limit, limit). */
  const uniform = (limit: number): string => {
    const wide = part('wide', 'Mul', [draw('StatelessRandomUniform'), writer.scalar(2 * limit)], { T });
    return main('Sub', [wide, writer.scalar(limit)], { T });
  };
  switch (initializer) {
    case 'glorot_uniform':
      return [uniform(Math.sqrt(6 / (fanIn + fanOut)))];
    case 'he_uniform':
      return [uniform(Math.sqrt(6 / fanIn))];
    case 'he_normal': {
      const deviation = Math.sqrt(2 / fanIn) / TRUNCATED_DEVIATION;
      return [main('Mul', [draw('StatelessTruncatedNormal'), writer.scalar(deviation)], { T })];
    }
    case 'zeros':
    case 'ones':
      return [
        main('Fill', [sizes, writer.scalar(initializer === 'ones' ? 1 : 0)], { T, index_type: integer }),
      ];
  }
}
