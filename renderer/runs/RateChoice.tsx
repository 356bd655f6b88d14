/** What becomes of the learning rate of a run that is extended. */
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useId } from 'react';
import { Field } from '../ui';
import { token } from '../ui/theme/tokens';
import { NEW_SCHEDULES, type NewSchedule, type RateKind, type RateOption } from './extension';

export interface RateDraft {
  kind: RateKind;
  /** As typed. */
  rate: string;
  schedule: NewSchedule;
}

const SCHEDULE_WORDS: Readonly<Record<NewSchedule, string>> = {
  constant: 'constant',
  cosine: 'cosine to 0',
  linear: 'linear to 0',
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
      <Field label="learning rate">
        <ToggleButtonGroup
          exclusive
          fullWidth
          value={draft.kind}
          aria-label="learning rate"
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
          <Field label="rate" htmlFor={rateField} {...(error ? { error } : {})}>
            <TextField
              id={rateField}
              fullWidth
              value={draft.rate}
              error={error !== undefined}
              onChange={(event) => onChange({ rate: event.target.value })}
              slotProps={{ htmlInput: { inputMode: 'decimal', autoComplete: 'off' } }}
            />
          </Field>
          <Field label="schedule">
            <Select<NewSchedule>
              fullWidth
              value={draft.schedule}
              onChange={(event) => onChange({ schedule: event.target.value as NewSchedule })}
              slotProps={{ input: { 'aria-label': 'schedule of the added epochs' } }}
            >
              {NEW_SCHEDULES.map((schedule) => (
                <MenuItem key={schedule} value={schedule}>
                  {SCHEDULE_WORDS[schedule]}
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
