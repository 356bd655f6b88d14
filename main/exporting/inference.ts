/** How to use a network, from its record and weights. */
import type { GraphAnalysis } from '../../core/analysis/types';
import type { Inference, InputRange } from '../../core/study/inference';
import { DEVIATION, MEAN, normalizationBy } from '../compiler/passes/normalize';
import type { AskedNetwork } from '../predicting/network';

export function inferenceOf(
  { trained, settings, analysis, weights }: Omit<AskedNetwork, 'inference'>,
  range: InputRange,
): Inference {
  const normalization = normalizationBy(weights);
  const statistic = (name: string) => Array.from(weights.get(name) ?? []);
  return {
    input: inputOf(analysis, range),
    resize: { ...settings.preprocessing, antialias: false },
    normalization: {
      kind: normalization,
      insideModel: true,
      ...(normalization === 'per-channel' ? { mean: statistic(MEAN), deviation: statistic(DEVIATION) } : {}),
    },
    classes: trained?.run.split?.classes?.map(({ name }) => name) ?? null,
  };
}

function inputOf({ nodes, inputId }: GraphAnalysis, range: InputRange): Inference['input'] {
  const shape = [...(nodes[inputId as string]?.outputShape ?? [])];
  return {
    shape,
    dtype: 'float32',
    range: [0, range === '0-1' ? 1 : 255],
    channels: shape[2] === 3 ? 'RGB' : shape[2] === 1 ? 'gray' : 'other',
  };
}
