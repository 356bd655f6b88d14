/**
 * The learning-rate range test (Smith, 2017, "Cyclical learning rates for training neural networks"): train for a few
 * steps at a rate that grows at each of them, and look where the loss falls fastest and where it runs away.
 */

export interface RangeTestLimits {
  minimum: number;
  maximum: number;
  steps: number;
}

export interface RangeTestPoint {
  /** 1-based. */
  step: number;
  learningRate: number;
  /** Mean of the batch, before its update. */
  loss: number;
  /** Exponential mean of the losses so far, de-biased. */
  smoothed: number;
}

/** The test is over when the smoothed loss has grown to this many times its least. */
export const DIVERGED_AT = 4;

/** The memory of the smoothed loss is a tenth of the test, however many steps it has. */
const MEMORY = 0.1;

/** Takes the losses one by one; nothing in it depends on the time or on TensorFlow. */
export class RangeTest {
  readonly points: RangeTestPoint[] = [];
  private readonly beta: number;
  private mean = 0;

  /** @throws RangeError when the rates do not grow, or there are fewer than two steps. */
  constructor(private readonly limits: RangeTestLimits) {
    const { minimum, maximum, steps } = limits;
    if (!(minimum > 0 && maximum > minimum)) {
      throw new RangeError(
        `The rates of a range test grow from one above 0 to a larger one. Received: ${minimum} to ${maximum}.`,
      );
    }
    if (!Number.isInteger(steps) || steps < 2) {
      throw new RangeError(`A range test has at least two steps. Received: ${steps}.`);
    }
    this.beta = Math.exp(-1 / (MEMORY * steps));
  }

  /** Rate of the step to come: minimum at the first, maximum at the last, by equal factors between. */
  get learningRate(): number {
    const { minimum, maximum, steps } = this.limits;
    return minimum * (maximum / minimum) ** (this.points.length / (steps - 1));
  }

  /**
   * Notes the loss of the step at `learningRate`.
   * @returns the point of the curve; `diverged` for a loss that is not finite, which has none.
   */
  add(loss: number): RangeTestPoint | 'diverged' {
    if (!Number.isFinite(loss)) return 'diverged';
    const { learningRate } = this;
    const step = this.points.length + 1;
    this.mean = this.beta * this.mean + (1 - this.beta) * loss;
    const point = { step, learningRate, loss, smoothed: this.mean / (1 - this.beta ** step) };
    this.points.push(point);
    return point;
  }

  get finished(): boolean {
    return this.points.length >= this.limits.steps;
  }

  /** The loss has run away; a larger rate would tell nothing more. */
  get diverged(): boolean {
    const least = Math.min(...this.points.map(({ smoothed }) => smoothed));
    return (this.points.at(-1)?.smoothed ?? 0) > DIVERGED_AT * least;
  }

  get suggestion(): number | undefined {
    return suggestedRate(this.points, Math.max(1, Math.round(MEMORY * this.limits.steps)));
  }
}

/**
 * The rate where the smoothed loss falls fastest per factor of the rate, before its least; undefined where it falls
 * nowhere. The slope at a point is that of the line of least squares through it and `reach` neighbors on either side;
 * the first `reach` points, means of few losses, are left out of it altogether.
 */
export function suggestedRate(points: readonly RangeTestPoint[], reach: number): number | undefined {
  const least = points.reduce(
    (best, { smoothed }, index) => (smoothed < (points[best]?.smoothed ?? Infinity) ? index : best),
    0,
  );
  let steepest = 0;
  let suggestion: number | undefined;
  for (let index = 2 * reach; index <= least && index + reach < points.length; index++) {
    const slope = slopeOf(points.slice(index - reach, index + reach + 1));
    if (slope >= steepest) continue;
    steepest = slope;
    suggestion = points[index]?.learningRate;
  }
  return suggestion;
}

/** Slope of the smoothed loss over the logarithm of the rate. */
function slopeOf(points: readonly RangeTestPoint[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = points.map(({ learningRate }) => Math.log(learningRate));
  const y = points.map(({ smoothed }) => smoothed);
  const [meanX, meanY] = [mean(x), mean(y)];
  const along = x.reduce((sum, value, index) => sum + (value - meanX) * ((y[index] ?? 0) - meanY), 0);
  return along / x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
}
