import Button from '@mui/material/Button';
import type { SxProps, Theme } from '@mui/material/styles';
import { useState } from 'react';
import { t } from '../../../core/messages';
import { nameOf, type RunRecord } from '../../../core/study/run';
import { RunLogDialog } from './RunLogDialog';

export function LogButton({ run, sx }: { run: RunRecord; sx?: SxProps<Theme> }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="outlined"
        aria-label={t('train.log.openNamed', { run: nameOf(run) })}
        onClick={(event) => {
          event.stopPropagation();
          setOpen(true);
        }}
        sx={sx}
      >
        {t('train.log.open')}
      </Button>
      {isOpen && <RunLogDialog run={run} onClose={() => setOpen(false)} />}
    </>
  );
}
