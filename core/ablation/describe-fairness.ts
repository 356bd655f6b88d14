/** In what the arms of a study are not equal, in words. */
import { groupBy } from '../basics/group-by';
import { formatDigits, formatSigned } from '../format/number';
import { join, t } from '../messages';
import { findSetting } from '../study/setting/list';
import { nounOf } from '../study/setting/texts';
import type { Control, Inequality, OtherBatches, OtherDefaults } from './fairness';

/** A sentence for each arm. */
export const inequalityWords = (all: readonly Inequality[], baseline: string): string[] =>
  [...groupBy(all, ({ arm }) => arm)].map(([arm, ofArm]) => {
    const parts = ofArm.map(({ measure, ratio }) =>
      t('ablation.fairness.times', { measure, ratio: formatDigits(ratio, 3) }),
    );
    return t('ablation.fairness.unequal', { arm, parts: join(parts), baseline });
  });

/** The arms that are trained on other batches, and what the runs of one seed otherwise have in common. */
export const batchesWords = (others: readonly OtherBatches[], baseline: string): string[] => [
  ...others.map(({ arm, settings }) => {
    const nouns = settings.map((path) => nounOf(findSetting(path) ?? { path }));
    return t('ablation.fairness.otherBatches', { arm, baseline, settings: join(nouns) });
  }),
  t(others.length === 0 ? 'ablation.fairness.sameBatches' : 'ablation.fairness.sameBatchesApart'),
];

export const defaultsWords = (others: readonly OtherDefaults[], baseline: string): string[] =>
  others.map(({ arm, settings }) =>
    t('ablation.fairness.otherDefaults', { arm, baseline, settings: join(settings) }),
  );

/** @param wanted parameters of the baseline */
export const controlWords = ({ of, params, remaining }: Control, wanted: number): string =>
  t('ablation.fairness.control', {
    arm: of,
    params,
    share: remaining === 0 ? 'same' : formatSigned((100 * remaining) / wanted, 1),
  });
