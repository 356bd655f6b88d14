/** How many more epochs. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useId, useState } from 'react';
import type { RunRecord } from '../../../core/study/run';
import { Field } from '../../app/ui';
import { counted } from '../../charts/format';
import { checkWhole } from '../../data/whole';
import { token } from '../../theme/tokens';
import { extendRun } from './actions';

const MOST_EPOCHS = 10_000;

/** Schedules that span the whole training stretch with it. */
const STRETCHED = ['cosine', 'one-cycle', 'linear'];

export function ExtendDialog({ run, onClose }: { run: RunRecord; onClose(): void }) {
  const title = useId();
  const field = useId();
  const [typed, setTyped] = useState('5');
  const done = run.state === 'finished' ? run.epochs.length : run.settings.epochs;
  const { value, error } = checkWhole('More epochs', typed, { min: 1, max: MOST_EPOCHS - done });
  const extend = () => {
    if (value === undefined) return;
    onClose();
    void extendRun(run, value);
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={title} maxWidth="xs" fullWidth>
      <DialogTitle id={title} sx={{ fontSize: 15, fontWeight: 600, pb: 2 }}>
        Extend {run.arm}, seed {run.settings.seed}
      </DialogTitle>
      <DialogContent sx={{ pb: 2 }}>
        <Box sx={{ color: token('muted'), mb: 3 }}>
          It goes on from its newest checkpoint, after {counted(run.epochs.length, 'epoch')}.
          {STRETCHED.includes(run.settings.schedule.type) &&
            ' Its schedule spans the whole training, so the learning rate is that of the longer training from here on.'}
        </Box>
        <Field label="more epochs" htmlFor={field} error={error}>
          <TextField
            id={field}
            autoFocus
            fullWidth
            value={typed}
            error={error !== undefined}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && extend()}
            slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off' } }}
          />
        </Field>
      </DialogContent>
      <DialogActions sx={{ px: 6, pb: 4, gap: 1 }}>
        <Button variant="outlined" onClick={onClose}>
          Cancel
        </Button>
        <Button variant="contained" color="primary" disabled={value === undefined} onClick={extend}>
          {value === undefined ? 'Extend' : `Extend to ${counted(done + value, 'epoch')}`}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
