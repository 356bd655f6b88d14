/** How many more epochs, and at what learning rate. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useId, useState } from 'react';
import { plural } from '../../core/format/plural';
import type { RunRecord } from '../../core/study/run';
import { earlyStoppingRestart } from '../../core/study/setting/facts';
import { Field } from '../ui';
import { token } from '../ui/theme/tokens';
import { checkWhole } from '../ui/whole';
import { extendRun } from './actions';
import { extendedTo, rateOptions, rateWords, readRate, usualRate } from './extension';
import { RateChoice, type RateDraft } from './RateChoice';

const MOST_EPOCHS = 10_000;

export function ExtendDialog({ run, onClose }: { run: RunRecord; onClose(): void }) {
  const title = useId();
  const field = useId();
  const [typed, setTyped] = useState('5');
  const done = run.state === 'finished' ? run.epochs.length : run.settings.epochs;
  const { value, error } = checkWhole('More epochs', typed, { min: 1, max: MOST_EPOCHS - done });
  const restart = earlyStoppingRestart(run.settings);
  const extending = { run, moreEpochs: value ?? 1 };
  const options = rateOptions(extending);
  const [chosen, setChosen] = useState<RateDraft>({
    kind: usualRate(extending),
    rate: '',
    schedule: 'constant',
  });
  const rate = readRate(chosen.kind, chosen.rate, chosen.schedule);
  const extend = () => {
    if (value === undefined || rate === undefined) return;
    onClose();
    void extendRun(run, value, rate);
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={title} maxWidth="xs" fullWidth>
      <DialogTitle id={title} sx={{ fontSize: 15, fontWeight: 600, pb: 2 }}>
        Extend {run.arm}, seed {run.settings.seed}
      </DialogTitle>
      <DialogContent sx={{ pb: 2 }}>
        <Box sx={{ color: token('muted'), mb: 3 }}>
          It goes on from its newest checkpoint, after {plural(run.epochs.length, 'epoch')}.
          {options.some(({ disabled }) => disabled) &&
            ' Its schedule ends at a rate of 0, at which nothing is learned: the added epochs take another.'}
          {restart && ` ${restart.charAt(0).toUpperCase()}${restart.slice(1)}.`}
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
        <RateChoice
          options={options}
          draft={chosen}
          error={
            rate === undefined && chosen.rate !== ''
              ? `A rate is a number above 0, at most 1000. Received: ${chosen.rate}.`
              : undefined
          }
          words={rate && value !== undefined ? rateWords(extending, rate) : undefined}
          onChange={(change) => setChosen({ ...chosen, ...change })}
        />
      </DialogContent>
      <DialogActions sx={{ px: 6, pb: 4, gap: 1 }}>
        <Button variant="outlined" onClick={onClose}>
          Cancel
        </Button>
        <Button
          variant="contained"
          color="primary"
          disabled={value === undefined || rate === undefined}
          onClick={extend}
        >
          {value === undefined ? 'Extend' : `Extend to ${plural(extendedTo(extending), 'epoch')}`}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
