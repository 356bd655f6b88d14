/** The runs of a study as a matrix, with what each costs and what is not equal between the arms, before they are trained. */
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import type { Study, StudyArm } from '../../../core/ablation/study';
import type { StudyPlan } from '../../../core/contract/studies';
import { t, textOf } from '../../../core/messages';
import { halvingWords } from '../../../core/study/halving';
import { LOCAL } from '../../../core/study/run';
import { seedsWords } from '../../../core/study/seeds-words';
import { Note, SectionHead } from '../../ui';
import { AppDialog } from '../../ui/AppDialog';
import { Fairness } from './Fairness';
import { MatrixTable } from './MatrixTable';
import { judged, type ShownArm } from './resolve';

export function Matrix({
  name,
  study,
  arms,
  plan,
  isStale,
  measure,
  onAddArm,
  onClose,
}: {
  name: string;
  study: Study;
  arms: readonly ShownArm[];
  plan: StudyPlan;
  /** The plan is of the study before its last edit. */
  isStale: boolean;
  /** The button that measures, while a time is unknown. */
  measure?: ReactNode;
  onAddArm(arm: StudyArm): void;
  onClose(): void;
}) {
  const sure = seedsWords(study.seeds.length, study.arms.length);
  return (
    <AppDialog
      title={t('studies.matrix.title', { study: name })}
      onClose={onClose}
      maxWidth="lg"
      aside={measure}
    >
      <Note sx={{ mb: 2 }}>
        {sizeWords(study, plan)}
        {plan.place !== LOCAL && ` ${t('studies.matrix.timesAt', { place: plan.place })}`}
      </Note>
      <Box aria-busy={isStale} sx={{ opacity: isStale ? 0.5 : 1 }}>
        <MatrixTable study={study} plan={plan} />
      </Box>
      {plan.remarks.map((one) => (
        <Note key={textOf(one)} sx={{ mt: 2 }}>
          {textOf(one)}
        </Note>
      ))}
      {study.arms.length > 1 && <Fairness study={study} arms={arms} plan={plan} onAddArm={onAddArm} />}
      {sure && (
        <>
          <SectionHead>{t('studies.matrix.sure')}</SectionHead>
          <Note>{sure}</Note>
          {study.halving && (
            <Note sx={{ mt: '4px' }}>{halvingWords(study.halving, judged(study, arms))}</Note>
          )}
        </>
      )}
    </AppDialog>
  );
}

/** "3 arms × 3 seeds × 2 values = 18 runs". */
function sizeWords({ arms, seeds, varied }: Study, { runs, there }: StudyPlan): string {
  const factors = [
    t('studies.matrix.arms', { count: arms.length }),
    t('studies.matrix.seeds', { count: seeds.length }),
    ...varied.map(({ values }) => t('studies.matrix.values', { count: values.length })),
  ];
  return t('studies.matrix.size', { factors: factors.join(' × '), count: runs + there });
}
