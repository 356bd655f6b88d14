/** For runs that crashed on a GPU: a button that resumes them on the CPU. */
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

export function TryCpu({ runs, sx }: { runs: readonly RunRecord[]; sx?: SxProps<Theme> }) {
  const [busy, setBusy] = useState(false);
  const act = async () => {
    setBusy(true);
    try {
      await client.engine.trainOnCpu();
      await refreshEngine();
      await resumeRuns(runs);
    } catch (failure) {
      notify({ severity: 'error', text: messageOf(failure) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      variant="outlined"
      disabled={busy}
      onClick={(event) => {
        event.stopPropagation();
        void act();
      }}
      sx={sx}
    >
      {t('train.offer.resumeOnCpu')}
    </Button>
  );
}
