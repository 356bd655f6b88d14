/** What a range test found, in a sentence. */

import { formatRate } from '../../../core/format/number';
import { t } from '../../../core/messages';
import type { RangeTestState } from '../../client/rangeTestState';

export function resultWords({ suggestion, reason, points }: RangeTestState): string {
  const last = points.at(-1);
  const end =
    reason === 'diverged' && last && t('train.rangeTest.ended', { rate: formatRate(last.learningRate) });
  const sentences =
    suggestion === undefined
      ? [t('train.rangeTest.noSuggestion'), end, t('train.rangeTest.tryWider')]
      : [t('train.rangeTest.found', { rate: formatRate(suggestion) }), end];
  return sentences.filter(Boolean).join(' ');
}
