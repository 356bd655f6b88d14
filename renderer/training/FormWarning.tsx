/** A warning about what will come of the form as it is, and the button that changes it. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { TriangleAlert } from 'lucide-react';
import { token } from '../ui/theme/tokens';

export function FormWarning({
  label,
  words,
  button,
  onClick,
}: {
  /** Name of the region, for screen readers. */
  label: string;
  words: string;
  button: string;
  onClick(): void;
}) {
  return (
    <Box
      role="status"
      aria-label={label}
      sx={{ mb: 3, fontSize: 12, lineHeight: '17px', color: token('warning') }}
    >
      <Box sx={{ display: 'flex', gap: '6px' }}>
        <Box component="span" sx={{ flexShrink: 0, pt: '2px' }}>
          <TriangleAlert size={13} aria-hidden />
        </Box>
        <span>{words}</span>
      </Box>
      <Button variant="outlined" fullWidth onClick={onClick} sx={{ mt: 2, color: token('text') }}>
        {button}
      </Button>
    </Box>
  );
}
