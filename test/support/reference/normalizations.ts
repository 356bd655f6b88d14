/** Normalizations by plain loops, from the definitions of the IR's operators. */
import { map, type Tensor, tensor } from './tensor';

/** Mean and biased variance of each channel. */
export function moments(x: Tensor): [mean: Tensor, variance: Tensor] {
  const channels = x.shape.at(-1)!;
  const count = x.data.length / channels;
  const mean = tensor([channels]);
  const variance = tensor([channels]);
  x.data.forEach((value, index) => {
    mean.data[index % channels]! += value / count;
  });
  x.data.forEach((value, index) => {
    variance.data[index % channels]! += (value - mean.data[index % channels]!) ** 2 / count;
  });
  return [mean, variance];
}

export function normalize(inputs: readonly Tensor[], epsilon: number): Tensor {
  const [x, gamma, beta, mean, variance] = inputs as [Tensor, Tensor, Tensor, Tensor, Tensor];
  const channels = gamma.data.length;
  return map(x, (value, index) => {
    const c = index % channels;
    return (
      (gamma.data[c]! * (value - mean.data[c]!)) / Math.sqrt(variance.data[c]! + epsilon) + beta.data[c]!
    );
  });
}

/** Values with one key are normalized together. */
function normalizeBy(
  key: (index: number) => number,
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  epsilon: number,
): Tensor {
  const sets = new Map<number, number[]>();
  x.data.forEach((value, index) => {
    sets.set(key(index), [...(sets.get(key(index)) ?? []), value]);
  });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const statistics = new Map(
    [...sets].map(([set, values]) => {
      const center = mean(values);
      return [set, { center, variance: mean(values.map((value) => (value - center) ** 2)) }] as const;
    }),
  );
  return map(x, (value, index) => {
    const { center, variance } = statistics.get(key(index))!;
    const c = index % gamma.data.length;
    return (gamma.data[c]! * (value - center)) / Math.sqrt(variance + epsilon) + beta.data[c]!;
  });
}

/** The channels of one position of one example. */
export function layerNorm(x: Tensor, gamma: Tensor, beta: Tensor, epsilon: number): Tensor {
  return normalizeBy((index) => Math.floor(index / x.shape.at(-1)!), x, gamma, beta, epsilon);
}

/** The channels of one group at all positions of one example. */
export function groupNorm(x: Tensor, gamma: Tensor, beta: Tensor, epsilon: number, groups: number): Tensor {
  const channels = x.shape.at(-1)!;
  const perExample = x.data.length / x.shape[0]!;
  const key = (index: number) =>
    Math.floor(index / perExample) * groups + Math.floor((index % channels) / (channels / groups));
  return normalizeBy(key, x, gamma, beta, epsilon);
}
