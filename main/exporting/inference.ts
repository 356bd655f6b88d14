/** How to use a run's network, from its record and weights. */
import type { GraphAnalysis } from '../../core/analysis/types';
import type { Inference, InputRange } from '../../core/study/inference';
import { DEVIATION, MEAN } from '../compiler/passes/normalize';
import type { TrainedNetwork } from './trained-network';

export function inferenceOf(
  { run, analysis, weights }: Omit<TrainedNetwork, 'inference'>,
  range: InputRange,
): Inference {
  const { normalization, preprocessing } = run.settings;
  const statistic = (name: string) => Array.from(weights.get(name) ?? []);
  return {
    input: inputOf(analysis, range),
    resize: { ...preprocessing, antialias: false },
    normalization: {
      kind: normalization,
      insideModel: true,
      ...(normalization === 'per-channel' ? { mean: statistic(MEAN), deviation: statistic(DEVIATION) } : {}),
    },
    classes: run.split?.classes?.map(({ name }) => name) ?? null,
  };
}

export function inputOf({ nodes, inputId }: GraphAnalysis, range: InputRange): Inference['input'] {
  const shape = [...(nodes[inputId as string]?.outputShape ?? [])];
  return {
    shape,
    dtype: 'float32',
    range: [0, range === '0-1' ? 1 : 255],
    channels: shape[2] === 3 ? 'RGB' : shape[2] === 1 ? 'gray' : 'other',
  };
}
