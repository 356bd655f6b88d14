import OutlinedInput from '@mui/material/OutlinedInput';
import { useState } from 'react';
import { MONO } from './theme/theme';

/**
 * A text field for a value that is stored elsewhere. It shows the typed text, and the value again when the field is
 * left.
 */
export function TextControl({
  id,
  text,
  label,
  invalid,
  mono,
  plain = false,
  onText,
  onCommit,
  onStep,
}: {
  id: string;
  text: string;
  label: string;
  invalid?: boolean;
  mono?: boolean;
  /** Without a border until it is pointed at or edited. */
  plain?: boolean;
  /** At every change. */
  onText?: (text: string) => void;
  /** At Enter and when the field is left, if something was typed. */
  onCommit?: (text: string) => void;
  /** Arrow up and down. */
  onStep?: (direction: 1 | -1) => void;
}) {
  const [draft, setDraft] = useState<string>();
  const finish = () => {
    if (draft !== undefined) onCommit?.(draft);
    setDraft(undefined);
  };
  return (
    <OutlinedInput
      id={id}
      fullWidth
      size="small"
      value={draft ?? text}
      error={invalid}
      autoComplete="off"
      inputProps={{ 'aria-label': label, 'aria-invalid': invalid || undefined, spellCheck: false }}
      onChange={(event) => {
        setDraft(event.target.value);
        onText?.(event.target.value);
      }}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish();
        else if (event.key === 'Escape') setDraft(undefined);
        else if (onStep && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
          setDraft(undefined);
          onStep(event.key === 'ArrowUp' ? 1 : -1);
          event.preventDefault();
        }
      }}
      sx={{
        ...(mono && { fontFamily: MONO, '& input': { fontSize: 12 } }),
        ...(plain && {
          '& input': { px: '5px', fontWeight: 500 },
          '&:not(:hover):not(.Mui-focused)': {
            backgroundColor: 'transparent',
            '& fieldset': { borderColor: 'transparent' },
          },
        }),
      }}
    />
  );
}
