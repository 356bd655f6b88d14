/** The export formats: a check box for each, and its options once it is checked. */
import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { formatBytes } from '../../core/format/bytes';
import { join, t, textOf } from '../../core/messages';
import {
  bytesOf,
  EXPORT_GROUPS,
  type ExportFormat,
  exportFormatSchema,
  formatInfo,
  formatsFor,
} from '../../core/study/export-format';
import { ellipsis, Muted, Note } from '../ui';
import { Capitals } from '../ui/SectionHead';
import { useExportChoices } from './exports';
import { FormatOptions } from './FormatOptions';

function toggle(format: ExportFormat, on: boolean): void {
  useExportChoices.setState(({ formats }) => ({
    // In the order of the table.
    formats: exportFormatSchema.options.filter((one) => (one === format ? on : formats.includes(one))),
  }));
}

interface FormatListProps {
  params: number;
  /** A model, not a run. */
  imported: boolean;
  disabled: boolean;
}

function FormatRow({ format, params, imported, disabled }: FormatListProps & { format: ExportFormat }) {
  const chosen = useExportChoices(({ formats }) => formats.includes(format));
  const options = useExportChoices((choices) => choices.options[format]);
  const { name, about, group, opensIn } = formatInfo(format);
  const bytes = group === 'models' ? bytesOf(format, params, options) : undefined;
  const programs = join(opensIn, 'unit');
  return (
    <Box>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, minHeight: 28 }}>
        <FormControlLabel
          control={
            <Checkbox
              size="small"
              checked={chosen}
              onChange={(_event, on) => toggle(format, on)}
              disabled={disabled}
              sx={{ p: '4px' }}
            />
          }
          label={textOf(name)}
          slotProps={{ typography: { sx: { fontWeight: 550, ml: 1 } } }}
          sx={{ m: 0, flexShrink: 0 }}
        />
        <Muted
          title={t('export.form.opensIn', { programs })}
          sx={{ flex: 1, minWidth: 0, fontSize: 12, ...ellipsis }}
        >
          {programs}
        </Muted>
        {bytes !== undefined && (
          <Muted sx={{ fontSize: 12, fontVariantNumeric: 'tabular-nums' }}>
            {t('export.form.about', { size: formatBytes(bytes) })}
          </Muted>
        )}
      </Box>
      {chosen && (
        <Box sx={{ pl: '30px', pb: 2 }}>
          <Note>{t(about)}</Note>
          <FormatOptions format={format} imported={imported} disabled={disabled} />
        </Box>
      )}
    </Box>
  );
}

export function FormatList(props: FormatListProps) {
  const groups = EXPORT_GROUPS.map((group) => ({
    group,
    formats: formatsFor(props.imported).filter((format) => formatInfo(format).group === group),
  })).filter(({ formats }) => formats.length > 0);
  return groups.map(({ group, formats }) => (
    <Box key={group} role="group" aria-label={t('export.form.group', { group })} sx={{ mb: 3 }}>
      {groups.length > 1 && (
        <Box sx={{ mb: 1 }}>
          <Capitals>{t('export.form.group', { group })}</Capitals>
        </Box>
      )}
      {formats.map((format) => (
        <FormatRow key={format} format={format} {...props} />
      ))}
    </Box>
  ));
}
