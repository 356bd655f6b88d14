import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import type { SxProps, Theme } from '@mui/material/styles';
import { useState } from 'react';
import { joinSome, t } from '../../../core/messages';
import { nameOf, type RunRecord } from '../../../core/study/run';
import { ButtonMenu } from '../../ui/ButtonMenu';
import { OnceOpen } from '../../ui/OnceOpen';
import { RunLogDialog } from './RunLogDialog';

/** Opens the log of the run; of several, that of the one that is chosen from a menu. */
export function LogButton({ runs, sx }: { runs: readonly RunRecord[]; sx?: SxProps<Theme> }) {
  const [shown, setShown] = useState<RunRecord>();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const [only] = runs.length === 1 ? runs : [];
  return (
    <>
      <Button
        variant="outlined"
        aria-label={t('train.log.openNamed', { run: joinSome(runs.map(nameOf)) })}
        {...(!only && { 'aria-haspopup': 'menu', 'aria-expanded': anchor !== undefined })}
        onClick={(event) => {
          event.stopPropagation();
          if (only) setShown(only);
          else setAnchor(event.currentTarget);
        }}
        sx={sx}
      >
        {t('train.log.open')}
      </Button>
      <OnceOpen open={anchor !== undefined}>
        {() => (
          <ButtonMenu
            anchor={anchor}
            onClose={() => setAnchor(undefined)}
            onClick={(event) => event.stopPropagation()}
            slotProps={{ paper: { sx: { maxHeight: 320 } } }}
          >
            {runs.map((run) => (
              <MenuItem
                key={run.id}
                onClick={() => {
                  setAnchor(undefined);
                  setShown(run);
                }}
              >
                {nameOf(run)}
              </MenuItem>
            ))}
          </ButtonMenu>
        )}
      </OnceOpen>
      {shown && <RunLogDialog run={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}
