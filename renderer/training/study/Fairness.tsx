/** In what the arms of a study are not equal to the baseline, with controls that are as large. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import {
  batchesWords,
  controlWords,
  defaultsWords,
  inequalityWords,
} from '../../../core/ablation/describe-fairness';
import {
  inequalities,
  measuresOf,
  missingControls,
  otherBatches,
  otherDefaults,
} from '../../../core/ablation/fairness';
import type { Study, StudyArm } from '../../../core/ablation/study';
import type { StudyPlan } from '../../../core/contract/studies';
import { t } from '../../../core/messages';
import { Note, SectionHead } from '../../ui';
import { SMALL_BUTTON } from '../smallButton';
import type { ShownArm } from './resolve';

export function Fairness({
  study,
  arms,
  plan,
  onAddArm,
}: {
  study: Study;
  arms: readonly ShownArm[];
  plan: StudyPlan;
  onAddArm(arm: StudyArm): void;
}) {
  const { baseline } = study;
  const measures = measuresOf(plan.variants);
  const controls = useMemo(() => {
    const graphs = new Map(arms.map(({ arm, graph }) => [arm.name, graph]));
    return missingControls(study, (name) => graphs.get(name));
  }, [study, arms]);
  const settings = arms.flatMap(({ arm, settings }) => (settings ? [{ name: arm.name, settings }] : []));
  const unequal = inequalityWords(inequalities(measures, baseline), baseline);
  const lines = [
    ...(unequal.length > 0 ? unequal : [t('ablation.fairness.equal', { baseline })]),
    ...(plan.variants.some(({ seconds }) => seconds === undefined) ? [t('studies.matrix.timeLater')] : []),
    ...defaultsWords(otherDefaults(settings, baseline), baseline),
    ...batchesWords(otherBatches(settings, baseline), baseline),
  ];
  const wanted = measures.find(({ arm }) => arm === baseline)?.params;
  return (
    <>
      <SectionHead id="matrix-fairness">{t('studies.matrix.fairness')}</SectionHead>
      <Box component="ul" aria-labelledby="matrix-fairness" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {lines.map((line) => (
          <Note component="li" key={line} sx={{ py: '2px' }}>
            {line}
          </Note>
        ))}
        {wanted !== undefined &&
          controls.map((control) => (
            <Note
              component="li"
              key={control.of}
              sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: '2px 10px', py: '2px' }}
            >
              {controlWords(control, wanted)}
              <Button
                variant="outlined"
                startIcon={<Plus size={12} />}
                aria-label={t('studies.matrix.addControlNamed', { arm: control.of })}
                onClick={() => onAddArm(control.arm)}
                sx={SMALL_BUTTON}
              >
                {t('studies.matrix.addControl')}
              </Button>
            </Note>
          ))}
      </Box>
    </>
  );
}
