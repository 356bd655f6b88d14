import { Derived } from './column';
import type { Points } from './types';

interface Average {
  average: number;
  mass: number;
}

const averages = new Derived<Average>(() => ({ average: 0, mass: 0 }));

/**
 * Exponential moving average, de-biased as in Adam (Kingma & Ba 2015, section 3). `weight` in 0..1 is how much of the
 * past one point keeps. Values that are not finite leave a gap.
 */
export function smooth(points: Points, weight: number): Points {
  if (weight <= 0) return points;
  const { y } = points;
  const smoothed = averages.of(y, String(weight), y.length, (state, index) => {
    const value = y[index]!;
    if (!Number.isFinite(value)) return value;
    state.average = weight * state.average + (1 - weight) * value;
    state.mass = weight * state.mass + (1 - weight);
    return state.average / state.mass;
  });
  return { ...points, y: smoothed };
}
