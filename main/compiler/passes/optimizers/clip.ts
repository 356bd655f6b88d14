/**
 * Clipping as Keras means it (keras/src/optimizers/base_optimizer.py, `_clip_gradients`), after the L2 penalty and
 * before the update. The two that scale hand on a factor, the gradient's `scale`, so that the gradient itself need not
 * be copied; a zero gradient has the factor 1.
 */
import { Builder } from '../../ir/builder';
import type { Gradient, Value } from '../../ir/types';
import type { Pass } from '../pass';

/** `clipnorm`: each variable's gradient is scaled so that its own Euclidean norm is at most `clipnorm`. */
export const clipByNorm = (clipnorm: number): Pass => ({
  name: 'clip by norm',
  run(program) {
    const build = new Builder(program);
    const bound = boundOf(build, clipnorm);
    build.setGradients(
      program.gradients.map((gradient) => {
        if (!gradient.value) return gradient;
        const prefix = `${gradient.variable}/clip`;
        const square = build.value('half_square_sum', `${prefix}/half_square_sum`, [gradient.value], {});
        return { ...gradient, scale: scaleOf(build, prefix, square, bound) };
      }),
    );
    return build.finish();
  },
});

/** `global_clipnorm`: all gradients together are scaled so that their common norm is at most `clipnorm`. */
export const clipByGlobalNorm = (clipnorm: number): Pass => ({
  name: 'clip by global norm',
  run(program) {
    const present = program.gradients.flatMap(({ variable, value }) => (value ? [{ variable, value }] : []));
    if (present.length === 0) return program;
    const build = new Builder(program);
    const squares = present.map(({ variable, value }) =>
      build.value('half_square_sum', `${variable}/clip/half_square_sum`, [value], {}),
    );
    const total = build.value('add_n', '.clip/half_square_sum', squares, {});
    const scale = scaleOf(build, '.clip', total, boundOf(build, clipnorm));
    build.setGradients(
      program.gradients.map((gradient) => (gradient.value ? { ...gradient, scale } : gradient)),
    );
    return build.finish();
  },
});

/** `clipvalue`: each value of a gradient is cut to [-clipvalue, clipvalue]. */
export const clipByValue = (clipvalue: number): Pass => ({
  name: 'clip by value',
  run(program) {
    const build = new Builder(program);
    const range = { low: -clipvalue, high: clipvalue };
    build.setGradients(
      program.gradients.map(({ variable, value, ...rest }): Gradient => {
        if (!value) return { variable, ...rest };
        return { variable, ...rest, value: build.value('clip', `${variable}/clip/value`, [value], range) };
      }),
    );
    return build.finish();
  },
});

interface Bound {
  one: Value;
  norm: Value;
}

// norm = sqrt(2 * half square sum), so clipnorm / norm = (clipnorm / sqrt 2) / sqrt(half square sum).
const boundOf = (build: Builder, clipnorm: number): Bound => ({
  one: build.scalar('.clip/one', 1),
  norm: build.scalar('.clip/norm', clipnorm / Math.SQRT2),
});

/** min(1, clipnorm / norm) */
function scaleOf(build: Builder, prefix: string, halfSquareSum: Value, { one, norm }: Bound): Value {
  const root = build.value('unary', `${prefix}/root`, [halfSquareSum], {
    function: 'reciprocal_square_root',
  });
  const ratio = build.value('binary', `${prefix}/ratio`, [root, norm], { function: 'multiply' });
  return build.value('binary', `${prefix}/scale`, [ratio, one], { function: 'minimum' });
}
