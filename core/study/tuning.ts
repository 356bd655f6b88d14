/** What a run's network freezes, in words. */
import { join, t } from '../messages';
import type { Tuning } from '../network/tuning';

/** `12 layers frozen, learning rate × 0.1 in 5 layers`; empty without. */
export function tuningPhrase(tuning: Tuning | undefined): string {
  if (!tuning) return '';
  const { frozen, factors } = tuning;
  const parts = [
    ...(frozen > 0 ? [t('study.tuning.frozen', { count: frozen })] : []),
    ...factors.map(({ factor, layers }) => t('study.tuning.factor', { factor, count: layers })),
  ];
  return join(parts, 'unit');
}
