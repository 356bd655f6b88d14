/** Whether the caller divides pixels by 255, or the model does. */

import Box from '@mui/material/Box';
import { type Key, t } from '../../core/messages';
import type { ExportFormat } from '../../core/study/export-format';
import type { InputRange } from '../../core/study/inference';
import { Field } from '../ui';
import { Toggle } from '../ui/Choice';
import { token } from '../ui/theme/tokens';

const HELP: Readonly<Record<InputRange, Key>> = {
  '0-255': 'export.form.range0255Help',
  '0-1': 'export.form.range01Help',
};

export function InputRangeToggle({
  formats,
  value,
  onChange,
}: {
  formats: readonly ExportFormat[];
  value: InputRange;
  onChange(range: InputRange): void;
}) {
  return (
    <>
      <Field label={t('export.form.pixelValues')}>
        <Toggle<InputRange>
          label={t('export.form.pixelValues')}
          value={value}
          options={[
            { value: '0-255', label: t('export.form.range0255') },
            { value: '0-1', label: t('export.form.range01') },
          ]}
          onChange={onChange}
        />
      </Field>
      <Box sx={{ mt: '5px', color: token('muted'), fontSize: 12, lineHeight: '17px' }}>
        {t(HELP[value])}
        {formats.includes('savedmodel') && ` ${t('export.form.signaturePixels')}`}
      </Box>
    </>
  );
}
