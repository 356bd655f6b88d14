/** Measurements of a block, for the inspector. */

import { MEASURE_NAMES, MEASURES, measured } from '../../core/figures/measures';
import { t } from '../../core/messages';
import { SectionHead, StatRow } from '../ui';
import { useBlockColors } from './onCanvas';

export function BlockFacts({ id }: { id: string }) {
  const found = useBlockColors((state) => state.of[id]);
  const step = useBlockColors((state) => state.step);
  const block = found?.block;
  if (!block) return null;
  return (
    <>
      <SectionHead>{t('ui.measures.inTraining', { step })}</SectionHead>
      {MEASURE_NAMES.map((name) => (
        <StatRow key={name} label={t(MEASURES[name].title)} value={measured(block[name])} />
      ))}
    </>
  );
}
