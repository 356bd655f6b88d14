/** The points of a range test as curves over the logarithm of the rate. Pure. */

import { formatRate } from '../../../core/format/number';
import { t } from '../../../core/messages';
import type { Mark, Series } from '../../charts/types';
import type { RangePoint } from '../../client/rangeTestState';

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
      points: sound.map((point) => ({ x: at(point), y: point.loss })),
    },
    {
      id: 'smoothed',
      label: t('train.rangeTest.smoothed'),
      color: COLOR,
      points: sound.map((point) => ({ x: at(point), y: point.smoothed })),
    },
  ];
}

export function suggestionMark(rate: number | undefined): Mark[] {
  return rate === undefined ? [] : [{ x: Math.log10(rate), label: formatRate(rate) }];
}

/** The suggestion as a person would write it: two digits. */
export const roundedRate = (rate: number): string => formatRate(Number(rate.toPrecision(2)));
