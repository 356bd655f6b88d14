/** Whether whoever uses the model divides pixels by 255, or the model does. */

import Box from '@mui/material/Box';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { type Key, t } from '../../core/messages';
import type { ExportFormat } from '../../core/study/export-format';
import type { InputRange } from '../../core/study/inference';
import { Field } from '../ui';
import { token } from '../ui/theme/tokens';

const HELP: Readonly<Record<InputRange, Key>> = {
  '0-255': 'export.form.range0255Help',
  '0-1': 'export.form.range01Help',
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
      <Field label={t('export.form.pixelValues')}>
        <ToggleButtonGroup
          exclusive
          fullWidth
          value={value}
          aria-label={t('export.form.pixelValues')}
          onChange={(_event, next: InputRange | null) => next && onChange(next)}
        >
          <ToggleButton value="0-255">{t('export.form.range0255')}</ToggleButton>
          <ToggleButton value="0-1">{t('export.form.range01')}</ToggleButton>
        </ToggleButtonGroup>
      </Field>
      <Box sx={{ mt: '5px', color: token('muted'), fontSize: 12, lineHeight: '17px' }}>
        {t(HELP[value])}
        {format === 'savedmodel' && ` ${t('export.form.signaturePixels')}`}
      </Box>
    </>
  );
}
