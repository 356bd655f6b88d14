import Button from '@mui/material/Button';
import { useState } from 'react';
import type { Study } from '../../../core/ablation/study';
import type { Progress } from '../../../core/contract/engine';
import { t } from '../../../core/messages';
import { client } from '../../client/client';
import { ensureEngine } from '../../client/engine';
import { notifyError } from '../../client/errors';
import { ProgressLine } from '../../ui/ProgressLine';
import { SMALL_BUTTON } from '../smallButton';

export interface Measurement {
  /** While it measures. */
  progress: Progress | undefined;
  begin(): void;
}

/** Measures a few steps of each network, so that the plan says how long the study takes. */
export function useMeasurement(study: Study, onMeasured: () => void): Measurement {
  const [progress, setProgress] = useState<Progress>();
  const measure = async () => {
    setProgress({ phase: t('studies.plan.measuring') });
    try {
      await ensureEngine();
      for await (const next of await client.studies.measure({ study })) setProgress(next);
      onMeasured();
    } catch (error) {
      notifyError(error);
    } finally {
      setProgress(undefined);
    }
  };
  return { progress, begin: () => void measure() };
}

export function MeasureTime({ measurement: { progress, begin } }: { measurement: Measurement }) {
  if (progress) return <ProgressLine label={t('studies.plan.measuring')} progress={progress} />;
  return (
    <Button variant="outlined" onClick={begin} sx={SMALL_BUTTON}>
      {t('studies.plan.measure')}
    </Button>
  );
}
