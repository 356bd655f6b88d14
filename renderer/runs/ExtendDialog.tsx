import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useId, useState } from 'react';
import { join, t } from '../../core/messages';
import { nameOf, type RunRecord } from '../../core/study/run';
import { earlyStoppingRestart } from '../../core/study/setting/facts';
import { Field } from '../ui';
import { AppDialog } from '../ui/AppDialog';
import { onEnter } from '../ui/onEnter';
import { token } from '../ui/theme/tokens';
import { checkWhole } from '../ui/wholeNumbers';
import { extendRun } from './actions';
import { extendedTo, rateOptions, rateWords, readRate, usualRate } from './extension';
import { RateChoice, type RateDraft } from './RateChoice';

const MOST_EPOCHS = 10_000;

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

export function ExtendDialog({ run, onClose }: { run: RunRecord; onClose(): void }) {
  const field = useId();
  const [typed, setTyped] = useState('5');
  const done = run.state === 'finished' ? run.epochs.length : run.settings.epochs;
  const { value, error } = checkWhole(t('train.extend.moreEpochs'), typed, {
    min: 1,
    max: MOST_EPOCHS - done,
  });
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
    <AppDialog
      title={t('train.extend.title', { run: nameOf(run) })}
      onClose={onClose}
      maxWidth="xs"
      closeKey="common.cancel"
      action={
        <Button
          variant="contained"
          color="primary"
          disabled={value === undefined || rate === undefined}
          onClick={extend}
        >
          {value === undefined
            ? t('train.extend.submit')
            : t('train.extend.submitTo', { count: extendedTo(extending) })}
        </Button>
      }
    >
      <Box sx={{ color: token('muted'), mb: 3 }}>
        {join(
          [
            t('train.extend.fromCheckpoint', { count: run.epochs.length }),
            ...(options.some(({ disabled }) => disabled) ? [t('train.extend.zeroRate')] : []),
            ...(restart ? [sentence(restart)] : []),
          ],
          'sentences',
        )}
      </Box>
      <Field label={t('train.extend.moreEpochs')} htmlFor={field} error={error}>
        <TextField
          id={field}
          autoFocus
          fullWidth
          value={typed}
          error={error !== undefined}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onEnter(extend)}
          slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off' } }}
        />
      </Field>
      <RateChoice
        options={options}
        draft={chosen}
        error={
          rate === undefined && chosen.rate !== ''
            ? t('train.extend.rateWrong', { rate: chosen.rate })
            : undefined
        }
        words={rate && value !== undefined ? rateWords(extending, rate) : undefined}
        onChange={(change) => setChosen({ ...chosen, ...change })}
      />
    </AppDialog>
  );
}
