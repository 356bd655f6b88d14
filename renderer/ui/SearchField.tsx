import TextField, { type TextFieldProps } from '@mui/material/TextField';

/** Searches by words; Escape clears it. */
export function SearchField({
  label,
  placeholder = label,
  onChange,
  ...field
}: Pick<TextFieldProps, 'placeholder' | 'fullWidth' | 'autoFocus' | 'error' | 'sx'> & {
  /** Accessible name. */
  label: string;
  value: string;
  onChange(value: string): void;
}) {
  return (
    <TextField
      placeholder={placeholder}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => event.key === 'Escape' && onChange('')}
      slotProps={{ htmlInput: { 'aria-label': label, autoComplete: 'off', spellCheck: false } }}
      {...field}
    />
  );
}
