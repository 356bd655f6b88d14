/** The learning-rate range test (Smith, 2017): train at a growing rate, and see where the loss falls fastest. */
import { mean } from '../statistics/sample';

export interface RangeTestLimits {
  minimum: number;
  maximum: number;
  steps: number;
}

interface RangeTestPoint {
  /** 1-based. */
  step: number;
  learningRate: number;
  /** Mean of the batch, before its update. */
  loss: number;
  /** Exponential mean of the losses so far, de-biased. */
  smoothed: number;
}

/** The test ends when the smoothed loss is this many times its minimum. */
const DIVERGED_AT = 4;

/** How far the smoothed loss looks back, as a share of the test. */
const MEMORY = 0.1;

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

  /** Grows from minimum to maximum by equal factors. */
  get learningRate(): number {
    const { minimum, maximum, steps } = this.limits;
    return minimum * (maximum / minimum) ** (this.points.length / (steps - 1));
  }

  /** @param loss at `learningRate`. @returns its point on the curve; `diverged` for a loss that is not finite. */
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

  get diverged(): boolean {
    const least = Math.min(...this.points.map(({ smoothed }) => smoothed));
    return (this.points.at(-1)?.smoothed ?? 0) > DIVERGED_AT * least;
  }

  get suggestion(): number | undefined {
    return suggestedRate(this.points, Math.max(1, Math.round(MEMORY * this.limits.steps)));
  }
}

/**
 * The rate where the smoothed loss falls fastest per factor of the rate, before its minimum. The slope is that of the
 * least-squares line through `reach` neighbors on either side, without the first `reach` points, which are means of few
 * losses.
 */
function suggestedRate(points: readonly RangeTestPoint[], reach: number): number | undefined {
  const smoothed = points.map((point) => point.smoothed);
  const least = smoothed.indexOf(Math.min(...smoothed));
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

function slopeOf(points: readonly RangeTestPoint[]): number {
  const x = points.map(({ learningRate }) => Math.log(learningRate));
  const y = points.map(({ smoothed }) => smoothed);
  const [meanX, meanY] = [mean(x), mean(y)];
  const along = x.reduce((sum, value, index) => sum + (value - meanX) * ((y[index] ?? 0) - meanY), 0);
  return along / x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
}
