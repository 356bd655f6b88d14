import { formatRate } from '../../core/format/number';
import type { OptimizerSettings } from '../../core/study/optimizer';

/** A tenth of a rate that was too large, and what it changes in the form: each optimizer has a field of its own. */
export function smallerRate({ type, learningRate }: OptimizerSettings): {
  rate: string;
  change: Record<string, string>;
} {
  const rate = formatRate(learningRate / 10);
  return { rate, change: { 'optimizer.type': type, [`optimizer.${type}.learningRate`]: rate } };
}
