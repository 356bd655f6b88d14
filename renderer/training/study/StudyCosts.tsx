/** Beside Start: the matrix of the study, and the measurement of its time. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Grid3x3 } from 'lucide-react';
import { useState } from 'react';
import type { Study, StudyArm } from '../../../core/ablation/study';
import type { StudyPlan } from '../../../core/contract/studies';
import { t } from '../../../core/messages';
import { SMALL_BUTTON } from '../smallButton';
import { Matrix } from './Matrix';
import { MeasureTime, useMeasurement } from './MeasureTime';
import type { ShownArm } from './resolve';

export function StudyCosts({
  name,
  study,
  arms,
  plan: answer,
  canMeasure,
  onMeasured,
  onAddArm,
}: {
  name: string;
  study: Study;
  arms: readonly ShownArm[];
  /** Undefined until the host has answered for this state of the study. */
  plan: StudyPlan | undefined;
  canMeasure: boolean;
  onMeasured(): void;
  onAddArm(arm: StudyArm): void;
}) {
  const [isOpen, setOpen] = useState(false);
  const [plan, setPlan] = useState(answer);
  if (answer && answer !== plan) setPlan(answer);
  const measurement = useMeasurement(study, onMeasured);
  const measure = (canMeasure || measurement.progress) && <MeasureTime measurement={measurement} />;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, mb: 2 }}>
      <Button
        variant="outlined"
        startIcon={<Grid3x3 size={13} />}
        aria-haspopup="dialog"
        disabled={!plan}
        onClick={() => setOpen(true)}
        sx={SMALL_BUTTON}
      >
        {t('studies.matrix.open')}
      </Button>
      {measure}
      {isOpen && plan && (
        <Matrix
          name={name}
          study={study}
          arms={arms}
          plan={plan}
          isStale={!answer}
          measure={measure}
          onAddArm={onAddArm}
          onClose={() => setOpen(false)}
        />
      )}
    </Box>
  );
}
