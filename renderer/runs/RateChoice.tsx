/** The learning rate of the added epochs. */

import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { useId } from 'react';
import { type Key, t } from '../../core/messages';
import { Field } from '../ui';
import { Choice, Toggle } from '../ui/Choice';
import { token } from '../ui/theme/tokens';
import { NEW_SCHEDULES, type NewSchedule, type RateKind, type RateOption } from './extension';

export interface RateDraft {
  kind: RateKind;
  /** As typed. */
  rate: string;
  schedule: NewSchedule;
}

const SCHEDULES: Readonly<Record<NewSchedule, Key>> = {
  constant: 'train.rate.schedules.constant',
  cosine: 'train.rate.schedules.cosine',
  linear: 'train.rate.schedules.linear',
};

export function RateChoice({
  options,
  draft,
  error,
  words,
  onChange,
}: {
  options: readonly RateOption[];
  draft: RateDraft;
  error?: string | undefined;
  /** What the choice means. */
  words: string | undefined;
  onChange(change: Partial<RateDraft>): void;
}) {
  const rateField = useId();
  return (
    <>
      <Field label={t('train.rate.label')}>
        <Toggle
          label={t('train.rate.label')}
          value={draft.kind}
          options={options}
          onChange={(kind) => onChange({ kind })}
        />
      </Field>
      {draft.kind === 'new' && (
        <>
          <Field label={t('train.rate.rate')} htmlFor={rateField} {...(error ? { error } : {})}>
            <TextField
              id={rateField}
              fullWidth
              value={draft.rate}
              error={error !== undefined}
              onChange={(event) => onChange({ rate: event.target.value })}
              slotProps={{ htmlInput: { inputMode: 'decimal', autoComplete: 'off' } }}
            />
          </Field>
          <Field label={t('train.rate.schedule')}>
            <Choice
              fullWidth
              label={t('train.rate.scheduleOfAdded')}
              value={draft.schedule}
              options={NEW_SCHEDULES.map((value) => ({ value, label: t(SCHEDULES[value]) }))}
              onChange={(schedule) => onChange({ schedule })}
            />
          </Field>
        </>
      )}
      {words && <Box sx={{ color: token('muted'), mt: 2 }}>{words}</Box>}
    </>
  );
}
