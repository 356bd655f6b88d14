/**
 * `clipnorm` as Keras means it: each variable's gradient is scaled so that its own Euclidean norm is at
 * most `clipnorm`. The factor min(1, clipnorm / norm) becomes the gradient's `scale`, which the update
 * multiplies into its rate, so that the gradient itself is not copied. A zero gradient has the factor 1.
 */
import { Builder } from '../ir/builder';
import type { Gradient } from '../ir/types';
import type { Pass } from './pass';

export const clipByNorm = (clipnorm: number): Pass => ({
  name: 'clip by norm',
  run(program) {
    const build = new Builder(program);
    const one = build.scalar('.clip/one', 1);
    // norm = sqrt(2 * half square sum), so clipnorm / norm = (clipnorm / sqrt 2) / sqrt(half square sum).
    const bound = build.scalar('.clip/norm', clipnorm / Math.SQRT2);

    const clipped = (gradient: Gradient): Gradient => {
      if (!gradient.value) return gradient;
      const name = (part: string): string => `${gradient.variable}/clip/${part}`;
      const square = build.value('half_square_sum', name('half_square_sum'), [gradient.value], {});
      const root = build.value('unary', name('root'), [square], { function: 'reciprocal_square_root' });
      const ratio = build.value('binary', name('ratio'), [root, bound], { function: 'multiply' });
      const scale = build.value('binary', name('scale'), [ratio, one], { function: 'minimum' });
      return { ...gradient, scale };
    };

    build.setGradients(program.gradients.map(clipped));
    return build.finish();
  },
});
