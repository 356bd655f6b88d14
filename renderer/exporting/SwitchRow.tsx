import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import { Note } from '../ui';

/** A switch with its label on the right, and a description below. */
export function SwitchRow({
  label,
  help,
  checked,
  onChange,
}: {
  label: string;
  help: string;
  checked: boolean;
  onChange(on: boolean): void;
}) {
  return (
    <Box sx={{ mb: 4 }}>
      <FormControlLabel
        control={<Switch checked={checked} onChange={(_event, on) => onChange(on)} />}
        label={label}
        sx={{ m: 0, gap: 2 }}
      />
      <Note sx={{ mt: '3px' }}>{help}</Note>
    </Box>
  );
}
