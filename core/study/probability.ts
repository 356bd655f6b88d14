/**
 * Tail probabilities of Student's t and the binomial distribution, from the regularized incomplete beta function (Press et al.,
 * Numerical Recipes, 6.4 and 6.14). Equal to SciPy to 10 digits.
 */
/** Stirling's series for the logarithm of the gamma function. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360] as const;
/** From here the six terms are exact in a double. */
const STIRLING_FROM = 10;

/** For positive numbers. */
function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < STIRLING_FROM; z++) shift += Math.log(z);
  const series = STIRLING.reduce((sum, coefficient, n) => sum + coefficient / z ** (2 * n + 1), 0);
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

const TINY = 1e-300;
const awayFromZero = (value: number) => (Math.abs(value) < TINY ? TINY : value);

/** Lentz's method; converges fast for x < (a + 1) / (a + b + 2). */
function betaFraction(a: number, b: number, x: number): number {
  // The terms grow with the root of the larger parameter.
  const most = 100 + 10 * Math.sqrt(Math.max(a, b));
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= most; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    fraction *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < Number.EPSILON) break;
  }
  return fraction;
}

/** I_x(a, b) for positive a and b, and x in 0..1. */
function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(a, b, x)) / a
    : 1 - (front * betaFraction(b, a, 1 - x)) / b;
}

/** @param above whether a point is beyond the one sought */
function bisect(low: number, high: number, above: (middle: number) => boolean): number {
  let [from, to] = [low, high];
  for (;;) {
    const middle = (from + to) / 2;
    if (middle <= from || middle >= to) return middle;
    if (above(middle)) to = middle;
    else from = middle;
  }
}

/** The t with P(|T| > t) = `tail`. @param freedom degrees of freedom, at least 1, not necessarily whole. */
export function studentReach(freedom: number, tail: number): number {
  const tooLittle = (t: number) => incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t * t)) < tail;
  let high = 2;
  while (!tooLittle(high)) high *= 2;
  return bisect(0, high, tooLittle);
}

/** P(X >= successes) */
export function binomialTail(successes: number, trials: number, chance: number): number {
  if (successes <= 0) return 1;
  if (successes > trials) return 0;
  return incompleteBeta(successes, trials - successes + 1, chance);
}
