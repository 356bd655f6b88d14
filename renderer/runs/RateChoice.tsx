/** What becomes of the learning rate of a run that is extended. */

import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useId } from 'react';
import { type Key, t } from '../../core/messages';
import { Field } from '../ui';
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
  /** What comes of the choice. */
  words: string | undefined;
  onChange(change: Partial<RateDraft>): void;
}) {
  const rateField = useId();
  return (
    <>
      <Field label={t('train.rate.label')}>
        <ToggleButtonGroup
          exclusive
          fullWidth
          value={draft.kind}
          aria-label={t('train.rate.label')}
          onChange={(_event, kind: RateKind | null) => kind && onChange({ kind })}
        >
          {options.map(({ kind, label, disabled }) => (
            <ToggleButton key={kind} value={kind} disabled={disabled}>
              {label}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
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
            <Select<NewSchedule>
              fullWidth
              value={draft.schedule}
              onChange={(event) => onChange({ schedule: event.target.value as NewSchedule })}
              slotProps={{ input: { 'aria-label': t('train.rate.scheduleOfAdded') } }}
            >
              {NEW_SCHEDULES.map((schedule) => (
                <MenuItem key={schedule} value={schedule}>
                  {t(SCHEDULES[schedule])}
                </MenuItem>
              ))}
            </Select>
          </Field>
        </>
      )}
      {words && <Box sx={{ color: token('muted'), mt: 2 }}>{words}</Box>}
    </>
  );
}
