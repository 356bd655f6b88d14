/** The results of a range test: curves over the logarithm of the rate, and a sentence. Pure. */

import { type Mark, pointsOf, type Series } from '../../../core/figures/types';
import { formatRate } from '../../../core/format/number';
import { t } from '../../../core/messages';
import type { RangePoint, RangeTestState } from '../../client/rangeTestState';

const COLOR = 'var(--sw-accent)';

/** The loss of each batch, faint, and its mean. */
export function rangeCurves(points: readonly RangePoint[]): Series[] {
  const sound = points.filter(({ loss }) => Number.isFinite(loss));
  const at = ({ learningRate }: RangePoint) => Math.log10(learningRate);
  return [
    {
      id: 'raw',
      label: t('train.rangeTest.eachBatch'),
      color: `color-mix(in srgb, ${COLOR} 34%, var(--sw-panel))`,
      points: pointsOf(sound.map((point) => ({ x: at(point), y: point.loss }))),
    },
    {
      id: 'smoothed',
      label: t('train.rangeTest.smoothed'),
      color: COLOR,
      points: pointsOf(sound.map((point) => ({ x: at(point), y: point.smoothed }))),
    },
  ];
}

export function suggestionMark(rate: number | undefined): Mark[] {
  return rate === undefined ? [] : [{ x: Math.log10(rate), label: formatRate(rate) }];
}

/** In two digits. */
export const roundedRate = (rate: number): string => formatRate(Number(rate.toPrecision(2)));

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
