/** Whether whoever uses the model divides pixels by 255, or the model does. */
import Box from '@mui/material/Box';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import type { ExportFormat } from '../../core/study/export-format';
import type { InputRange } from '../../core/study/inference';
import { Field } from '../ui';
import { token } from '../ui/theme/tokens';

const WORDS: Readonly<Record<InputRange, string>> = {
  '0-255': 'Feed it pixels from 0 to 255, as they are in a picture; the model scales them.',
  '0-1': 'Divide pixels by 255 before you feed them. From pixels of 0 to 255 it predicts nonsense.',
};

export function InputRangeToggle({
  format,
  value,
  onChange,
}: {
  format: ExportFormat;
  value: InputRange;
  onChange(range: InputRange): void;
}) {
  return (
    <>
      <Field label="pixel values">
        <ToggleButtonGroup
          exclusive
          fullWidth
          value={value}
          aria-label="pixel values"
          onChange={(_event, next: InputRange | null) => next && onChange(next)}
        >
          <ToggleButton value="0-255">0 to 255</ToggleButton>
          <ToggleButton value="0-1">0 to 1</ToggleButton>
        </ToggleButtonGroup>
      </Field>
      <Box sx={{ mt: '5px', color: token('muted'), fontSize: 12, lineHeight: '17px' }}>
        {WORDS[value]}
        {format === 'savedmodel' && ' Its signature "pixels" takes uint8 either way.'}
      </Box>
    </>
  );
}
