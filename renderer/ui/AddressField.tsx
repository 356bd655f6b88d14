import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { MONO } from './theme/theme';

/** A field for an address, under its label. What is said about it is in the elements `describedBy`. */
export function AddressField({
  id,
  label,
  value,
  placeholder,
  describedBy,
  wrong,
  readOnly,
  autoFocus = false,
  onChange,
}: {
  id: string;
  label: string;
  value: string;
  placeholder: string;
  /** Ids. */
  describedBy: string;
  wrong: boolean;
  readOnly: boolean;
  autoFocus?: boolean;
  onChange(value: string): void;
}) {
  return (
    <Box sx={{ flex: 1, minWidth: 0 }}>
      <Box component="label" htmlFor={id} sx={{ display: 'block', mb: '5px' }}>
        {label}
      </Box>
      <TextField
        id={id}
        fullWidth
        autoFocus={autoFocus}
        value={value}
        error={wrong}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
        sx={{ '& input': { fontFamily: MONO, fontSize: 12 } }}
        slotProps={{
          htmlInput: {
            spellCheck: false,
            autoComplete: 'off',
            autoCapitalize: 'off',
            readOnly,
            'aria-describedby': describedBy,
          },
        }}
      />
    </Box>
  );
}
