/**
 * Clipping as in Keras (keras/src/optimizers/base_optimizer.py, `_clip_gradients`), after the L2 penalty and before the
 * update. The two that scale set the gradient's `scale`, so no gradient is copied; a zero gradient has the scale 1.
 */
import type { Builder } from '../../ir/builder';
import type { Value } from '../../ir/types';
import { appending, type Pass } from '../pass';

/** `clipnorm`: each variable's gradient is scaled so that its own Euclidean norm is at most `clipnorm`. */
export const clipByNorm = (clipnorm: number): Pass =>
  appending('clip by norm', (build, { gradients }) => {
    const bound = boundOf(build, clipnorm);
    build.setGradients(
      gradients.map((gradient) => {
        if (!gradient.value) return gradient;
        const prefix = `${gradient.variable}/clip`;
        const square = build.value('half_square_sum', `${prefix}/half_square_sum`, [gradient.value], {});
        return { ...gradient, scale: scaleOf(build, prefix, square, bound) };
      }),
    );
  });

/** `global_clipnorm`: all gradients together are scaled so that their common norm is at most `clipnorm`. */
export const clipByGlobalNorm = (clipnorm: number): Pass =>
  appending('clip by global norm', (build, { gradients }) => {
    const squares = gradients.flatMap(({ variable, value }) =>
      value ? build.value('half_square_sum', `${variable}/clip/half_square_sum`, [value], {}) : [],
    );
    if (squares.length === 0) return;
    const total = build.value('add_n', '.clip/half_square_sum', squares, {});
    const scale = scaleOf(build, '.clip', total, boundOf(build, clipnorm));
    build.setGradients(gradients.map((gradient) => (gradient.value ? { ...gradient, scale } : gradient)));
  });

/** `clipvalue`: each value of a gradient is cut to [-clipvalue, clipvalue]. */
export const clipByValue = (clipvalue: number): Pass =>
  appending('clip by value', (build, { gradients }) => {
    const range = { low: -clipvalue, high: clipvalue };
    build.setGradients(
      gradients.map((gradient) => {
        const { variable, value } = gradient;
        if (!value) return gradient;
        return { ...gradient, value: build.value('clip', `${variable}/clip/value`, [value], range) };
      }),
    );
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
  const root = build.unary('reciprocal_square_root', `${prefix}/root`, halfSquareSum);
  const ratio = build.binary('multiply', `${prefix}/ratio`, root, norm);
  return build.binary('minimum', `${prefix}/scale`, ratio, one);
}
