/** Where exports go: a file or folder for one format, a folder for several. */
import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import type { AskedPredictor } from '../../core/contract/predict';
import { t } from '../../core/messages';
import { type ExportFormat, exportName, formatInfo } from '../../core/study/export-format';
import { useAppInfo } from '../client/appInfo';
import { Mono, Note } from '../ui';
import { Rich } from '../ui/Rich';
import { MONO } from '../ui/theme/theme';

/** A file in a folder, with the separator that the folder has. */
export const inFolder = (folder: string, name: string): string =>
  `${folder}${/[/\\]$/.test(folder) ? '' : folder.includes('\\') ? '\\' : '/'}${name}`;

interface PlaceProps {
  of: AskedPredictor;
  formats: readonly ExportFormat[];
  value: string;
  onChange(path: string): void;
  replace: boolean;
  onReplace(on: boolean): void;
}

export function PlaceField({ of, formats, value, onChange, replace, onReplace }: PlaceProps) {
  const folder = useAppInfo()?.exportFolder;
  const [only, ...others] = formats;
  const single = only && others.length === 0 ? only : undefined;
  const place = folder && (single ? inFolder(folder, exportName(of, single)) : folder);
  return (
    <>
      <Box component="label" htmlFor="export-path" sx={{ display: 'block', mb: '5px' }}>
        {!single
          ? t('export.form.folderOfAll')
          : t(formatInfo(single).isFolder ? 'export.form.folder' : 'export.form.file')}
      </Box>
      <TextField
        id="export-path"
        fullWidth
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder={place ?? ''}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
        sx={{ '& input': { fontFamily: MONO, fontSize: 12 } }}
      />
      <Note sx={{ mt: '5px', mb: 4, overflowWrap: 'anywhere' }}>
        {place ? (
          <Rich of="export.form.default" values={{ place, path: (children) => <Mono>{children}</Mono> }} />
        ) : (
          t('export.form.defaultFolder')
        )}
      </Note>
      {value.trim() !== '' && (
        <FormControlLabel
          control={
            <Checkbox size="small" checked={replace} onChange={(event) => onReplace(event.target.checked)} />
          }
          label={t('export.form.replace')}
          sx={{ display: 'flex', mt: '-8px', mb: 3 }}
        />
      )}
    </>
  );
}
