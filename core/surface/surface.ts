/**
 * A loss surface (Li et al., 2018, "Visualizing the Loss Landscape of Neural Nets"): the loss of a trained network with weights
 * w + x d1 + y d2, for a grid of x and y. The directions are random and normalized filter by filter; biases and
 * normalization layers do not move, and BatchNorm keeps its running statistics, as in the authors' code (`--xignore
 * biasbn`, evaluation mode).
 */
import { z } from 'zod';
import { seedSchema } from '../study/seed';

export const surfaceSettingsSchema = z.object({
  /** Along each axis. */
  points: z.number().int().min(3).max(201).default(51),
  /** The axes go from -range to range. 1: as far as the weights are large. */
  range: z.number().positive().max(100).default(1),
  /** Evenly spaced ones of the training split, without augmentation. */
  images: z.number().int().min(1).max(1_000_000).default(2000),
  /** Draws the directions. */
  seed: seedSchema.default(1),
});
export type SurfaceSettings = z.infer<typeof surfaceSettingsSchema>;

/** `overflow`: not a finite number in float32. Null: not computed yet. */
const surfaceValueSchema = z.union([z.number(), z.literal('overflow')]).nullable();
export type SurfaceValue = z.infer<typeof surfaceValueSchema>;

/** A file in `surfaces/` of a run's folder. */
export const surfaceSchema = z.object({
  format: z.literal('skipwire.surface'),
  version: z.literal(1),
  settings: surfaceSettingsSchema,
  checkpoint: z.object({ file: z.string(), epoch: z.number().int(), step: z.number().int() }),
  /** Identifies the images. */
  data: z.string(),
  /** Images used: fewer than `settings.images` if there are no more. */
  images: z.number().int(),
  /** Mean over the images, at `index = row * points + column`; x grows with the column, y with the row. */
  losses: z.array(surfaceValueSchema),
  /** 0..1 */
  accuracies: z.array(z.number().nullable()),
});
export type Surface = z.infer<typeof surfaceSchema>;

/** Where the points of an axis are. */
export const axisOf = ({ points, range }: SurfaceSettings): number[] =>
  Array.from({ length: points }, (_, index) => range * ((2 * index) / (points - 1) - 1));

/** Coordinates of a point. */
export function placeOf(settings: SurfaceSettings, index: number): readonly [x: number, y: number] {
  const axis = axisOf(settings);
  return [axis[index % settings.points]!, axis[Math.floor(index / settings.points)]!];
}

/** All points, a coarse grid first: an unfinished surface has a shape already. */
export function orderOf({ points }: SurfaceSettings): number[] {
  const order: number[] = [];
  const seen = new Set<number>();
  for (let stride = 2 ** Math.floor(Math.log2(points - 1)); stride >= 1; stride /= 2) {
    for (let row = 0; row < points; row += stride) {
      for (let column = 0; column < points; column += stride) {
        const index = row * points + column;
        if (seen.has(index)) continue;
        seen.add(index);
        order.push(index);
      }
    }
  }
  return order;
}

export const computedCount = ({ losses }: Pick<Surface, 'losses'>): number =>
  losses.filter((loss) => loss !== null).length;

/** Positions of `count` images among `total`, evenly spaced. */
export const spacedOut = (count: number, total: number): number[] =>
  Array.from({ length: Math.min(count, total) }, (_, index) =>
    Math.floor((index * total) / Math.min(count, total)),
  );
