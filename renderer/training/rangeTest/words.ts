/** What a range test found, in a sentence. */

import { formatRate } from '../../../core/format/number';
import type { RangeTestState } from '../../client/rangeTestState';

export function resultWords({ suggestion, reason, points }: RangeTestState): string {
  const last = points.at(-1);
  const end =
    reason === 'diverged' && last
      ? ` It ended at ${formatRate(last.learningRate)}, where the loss had grown to four times its least.`
      : '';
  if (suggestion === undefined) {
    return `The loss never fell, so there is no rate to suggest.${end} Try a wider range or more steps.`;
  }
  return `The smoothed loss falls fastest at a rate of ${formatRate(suggestion)}.${end}`;
}
