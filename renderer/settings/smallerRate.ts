import { formatRate } from '../../core/format/number';
import type { OptimizerSettings } from '../../core/study/optimizer';

/** A tenth of a rate that was too large, and the change to the form, where each optimizer has its own field. */
export function smallerRate({ type, learningRate }: OptimizerSettings): {
  rate: string;
  change: Record<string, string>;
} {
  const rate = formatRate(learningRate / 10);
  return { rate, change: { 'optimizer.type': type, [`optimizer.${type}.learningRate`]: rate } };
}
