/** For a training that crashed on a GPU: a button to continue on the CPU. */
import Button from '@mui/material/Button';
import type { SxProps, Theme } from '@mui/material/styles';
import { useState } from 'react';
import { t } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { client } from '../client/client';
import { refreshEngine } from '../client/engine';
import { messageOf } from '../client/errors';
import { resumeRuns } from '../runs/actions';
import { notify } from '../state/notices';

export function TryCpu({ run, sx }: { run: RunRecord; sx?: SxProps<Theme> }) {
  const [busy, setBusy] = useState(false);
  const hasCheckpoint = run.checkpoints.length > 0;
  const act = async () => {
    setBusy(true);
    try {
      await client.engine.trainOnCpu();
      await refreshEngine();
      if (hasCheckpoint) await resumeRuns([run]);
      else notify({ severity: 'info', text: t('train.offer.cpuNow') });
    } catch (failure) {
      notify({ severity: 'error', text: messageOf(failure) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button size="small" variant="outlined" disabled={busy} onClick={() => void act()} sx={sx}>
      {t(hasCheckpoint ? 'train.offer.resumeOnCpu' : 'train.offer.useCpu')}
    </Button>
  );
}
