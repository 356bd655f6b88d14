/**
 * Probabilities of Student's t (central and noncentral), the binomial and the normal distribution. The first two follow from the
 * regularized incomplete beta function (Press et al., Numerical Recipes, 6.4 and 6.14). Equal to SciPy to 10 digits.
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

/** P(|T| > |t|). @param freedom degrees of freedom, at least 1, not necessarily whole. */
export const studentTail = (t: number, freedom: number): number =>
  incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t * t));

/** The t with P(|T| > t) = `tail`. @param freedom as for `studentTail` */
export function studentReach(freedom: number, tail: number): number {
  const tooLittle = (t: number) => studentTail(t, freedom) < tail;
  let high = 2;
  while (!tooLittle(high)) high *= 2;
  return bisect(0, high, tooLittle);
}

/** The terms of a Poisson distribution with this mean that a double can tell from zero. */
function poissonTerms(mean: number): { first: number; last: number } {
  const reach = 10 * Math.sqrt(mean) + 40;
  return { first: Math.max(0, Math.floor(mean - reach)), last: Math.ceil(mean + reach) };
}

/**
 * P(T <= t) of noncentral Student's t (Lenth 1989, Algorithm AS 243), for t >= 0.
 * @param freedom as for `studentTail`
 * @param center the noncentrality: the true mean over its standard error
 */
function noncentralBelow(t: number, freedom: number, center: number): number {
  const x = (t * t) / (t * t + freedom);
  const half = (center * center) / 2;
  const { first, last } = poissonTerms(half);
  let sum = 0;
  for (let j = first; half > 0 && j <= last; j++) {
    const weight = (shift: number) => Math.exp(-half + j * Math.log(half) - logGamma(j + shift));
    sum += weight(1) * incompleteBeta(j + 0.5, freedom / 2, x);
    sum += (center / Math.SQRT2) * weight(1.5) * incompleteBeta(j + 1, freedom / 2, x);
  }
  if (half === 0) sum = incompleteBeta(0.5, freedom / 2, x);
  return normalBelow(-center) + sum / 2;
}

/** P(|T| > t) of noncentral Student's t. The parameters are those of `noncentralBelow`. */
export const noncentralTail = (t: number, freedom: number, center: number): number =>
  1 - noncentralBelow(t, freedom, center) + (1 - noncentralBelow(t, freedom, -center));

/** From here the continued fraction converges faster than the series. */
const NORMAL_TAIL_FROM = 3;

/** P(Z > z) for z >= 0: the series of Marsaglia 2004, and Laplace's continued fraction in the tail. */
function normalTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < NORMAL_TAIL_FROM) {
    let [sum, term] = [z, z];
    for (let odd = 3; term > Number.EPSILON * sum; odd += 2) {
      term *= (z * z) / odd;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let k = 100; k > 0; k--) fraction = z + k / fraction;
  return density / fraction;
}

/** P(Z <= z) */
export const normalBelow = (z: number): number => (z < 0 ? normalTail(-z) : 1 - normalTail(z));

/** The z with P(Z <= z) = `share`; infinite for 0 and 1. */
export function normalPoint(share: number): number {
  const tail = Math.min(share, 1 - share);
  const reach = tail > 0 ? bisect(0, 40, (z) => normalTail(z) < tail) : Number.POSITIVE_INFINITY;
  return share < 0.5 ? -reach : reach;
}

/** P(X >= successes) */
export function binomialTail(successes: number, trials: number, chance: number): number {
  if (successes <= 0) return 1;
  if (successes > trials) return 0;
  return incompleteBeta(successes, trials - successes + 1, chance);
}
