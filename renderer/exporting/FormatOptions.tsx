/** Fields for the options of a format, from the table of formats. */
import Box from '@mui/material/Box';
import Switch from '@mui/material/Switch';
import { t } from '../../core/messages';
import { type ExportFormat, formatInfo, optionsFor, optionsSchemaOf } from '../../core/study/export-format';
import { Field } from '../ui';
import { Choice } from '../ui/Choice';
import { TextControl } from '../ui/TextControl';
import { checkWhole } from '../ui/wholeNumbers';
import { useExportChoices } from './exports';

function set(format: ExportFormat, name: string, value: string | boolean | number | undefined): void {
  useExportChoices.setState(({ options }) => ({
    options: { ...options, [format]: { ...options[format], [name]: value } },
  }));
}

interface FormatOptionsProps {
  format: ExportFormat;
  imported: boolean;
  disabled: boolean;
}

export function FormatOptions({ format, imported, disabled }: FormatOptionsProps) {
  const info = formatInfo(format);
  const chosen = useExportChoices(({ options }) => options[format]);
  const values = optionsSchemaOf(info).parse(chosen ?? {});
  return (
    <Box sx={{ '&:not(:empty)': { mt: 2 } }}>
      {optionsFor(info, imported).map(([name, { label, help, choices, number }]) => (
        <Field key={name} label={t(label)} help={t(help)} labelWidth={150}>
          {choices ? (
            <Choice
              label={t(label)}
              value={values[name] as string}
              options={Object.entries(choices).map(([value, words]) => ({ value, label: t(words) }))}
              onChange={(value) => set(format, name, value)}
              disabled={disabled}
            />
          ) : number ? (
            <TextControl
              id={`export-${format}-${name}`}
              label={t(label)}
              text={String(values[name] ?? '')}
              onCommit={(text) => {
                if (text.trim() === '') return set(format, name, undefined);
                const { value } = checkWhole(t(label), text, { min: 1, max: number.most });
                if (value !== undefined) set(format, name, value);
              }}
            />
          ) : (
            <Switch
              checked={values[name] === true}
              onChange={(_event, on) => set(format, name, on)}
              disabled={disabled}
              slotProps={{ input: { 'aria-label': t(label) } }}
            />
          )}
        </Field>
      ))}
    </Box>
  );
}
