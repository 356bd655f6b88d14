/**
 * Cutout (DeVries and Taylor, 2017): a square of zeros with its center anywhere in the image, so part of it may be
 * outside. Its rows and columns begin side / 2 (rounded down) before the center.
 */
import type { Body } from './body';
import type { BatchDraws } from './draws';

export function cutout(
  body: Body,
  images: string,
  [height = 0, width = 0]: readonly number[],
  side: number,
  draws: BatchDraws,
  column: number,
): string {
  /** 1 within the square's rows (or columns), else 0: [N, size]. */
  const within = (draw: number, size: number): string => {
    const center = body.floor(body.times(draws.columns(draw, 1), size));
    const first = body.minus(center, Math.floor(side / 2));
    const positions = body.positions(size);
    const inside = body.both(body.isAtMost(first, positions), body.isLess(positions, body.plus(first, side)));
    return body.cast(inside, 'bool', 'float32');
  };
  const rows = body.reshape(within(column, height), [-1, height, 1, 1]);
  const columns = body.reshape(within(column + 1, width), [-1, 1, width, 1]);
  return body.times(images, body.minus(1, body.times(rows, columns)));
}
