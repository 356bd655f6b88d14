/** Multinomial logistic regression on standardized pixels, trained by stochastic gradient descent. */
export interface Examples {
  images: Uint8Array;
  labels: Int32Array;
}

export function linearAccuracy(
  train: Examples,
  validation: Examples,
  options: { classes: number; epochs: number; learningRate: number },
): { train: number; validation: number } {
  const { classes, epochs } = options;
  const features = train.images.length / train.labels.length;
  const scale = standardization(train, features);
  const trainPixels = standardized(train, features, scale);
  const validationPixels = standardized(validation, features, scale);
  const weights = new Float32Array(classes * (features + 1));
  const n = train.labels.length;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const rate = (options.learningRate * (1 - epoch / epochs)) / Math.sqrt(features);
    for (let step = 0; step < n; step++) {
      // A fixed full cycle through the examples: 7919 is a prime that divides no count used here.
      const example = (step * 7919 + epoch) % n;
      const at = example * features;
      const scores = scoresOf(weights, trainPixels, at, features, classes);
      const largest = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - largest));
      const total = powers.reduce((sum, power) => sum + power, 0);
      for (let c = 0; c < classes; c++) {
        const error = powers[c]! / total - (c === train.labels[example] ? 1 : 0);
        const row = c * (features + 1);
        const change = rate * error;
        for (let i = 0; i < features; i++) weights[row + i]! -= change * trainPixels[at + i]!;
        weights[row + features]! -= change;
      }
    }
  }
  return {
    train: accuracy(weights, trainPixels, train.labels, features, classes),
    validation: accuracy(weights, validationPixels, validation.labels, features, classes),
  };
}

function standardization({ images, labels }: Examples, features: number) {
  const mean = new Float64Array(features);
  const square = new Float64Array(features);
  for (let at = 0; at < images.length; at++) {
    mean[at % features]! += images[at]! / labels.length;
    square[at % features]! += images[at]! ** 2 / labels.length;
  }
  return { mean, deviation: square.map((value, i) => Math.sqrt(value - mean[i]! ** 2) + 1e-6) };
}

function standardized(
  { images }: Examples,
  features: number,
  { mean, deviation }: ReturnType<typeof standardization>,
): Float32Array {
  const pixels = new Float32Array(images.length);
  for (let at = 0; at < images.length; at++) {
    const i = at % features;
    pixels[at] = (images[at]! - mean[i]!) / deviation[i]!;
  }
  return pixels;
}

function scoresOf(
  weights: Float32Array,
  pixels: Float32Array,
  at: number,
  features: number,
  classes: number,
): number[] {
  const scores: number[] = [];
  for (let c = 0; c < classes; c++) {
    const row = c * (features + 1);
    let score = weights[row + features]!;
    for (let i = 0; i < features; i++) score += weights[row + i]! * pixels[at + i]!;
    scores.push(score);
  }
  return scores;
}

function accuracy(
  weights: Float32Array,
  pixels: Float32Array,
  labels: Int32Array,
  features: number,
  classes: number,
): number {
  let right = 0;
  labels.forEach((label, example) => {
    const scores = scoresOf(weights, pixels, example * features, features, classes);
    if (scores.indexOf(Math.max(...scores)) === label) right++;
  });
  return right / labels.length;
}
