/** Imports a published data set from the person's own copy: a path, or a file or folder. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import type { DatasetInfo } from '../../../core/contract/datasets';
import { t } from '../../../core/messages';
import { useAppInfo } from '../../client/appInfo';
import { importDataset, importDatasetFiles } from '../../client/datasets';
import { pickInBrowser } from '../../client/dropped';
import { messageOf } from '../../client/errors';
import { pickPath } from '../../client/shell';
import { notify } from '../../state/notices';
import { Note } from '../../ui';
import { MONO } from '../../ui/theme/theme';

export function ImportCopy({ info, busy }: { info: DatasetInfo; busy: boolean }) {
  const [path, setPath] = useState('');
  const shell = useAppInfo()?.host === 'electron';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void importDataset(info.id, path.trim());
  };
  const pick = async (kind: 'file' | 'folder') => {
    if (shell) {
      const picked = await pickPath(kind, t('data.get.copyOf', { name: info.name }));
      if (picked !== undefined) await importDataset(info.id, picked);
      return;
    }
    const files = await pickInBrowser(kind);
    if (files.length > 0) await importDatasetFiles(info.id, files);
  };
  const choose = (kind: 'file' | 'folder') => (
    <Button
      variant="outlined"
      disabled={busy}
      onClick={() =>
        void pick(kind).catch((error: unknown) => notify({ severity: 'error', text: messageOf(error) }))
      }
    >
      {t(kind === 'file' ? 'data.add.file' : 'data.add.folder')}
    </Button>
  );
  return (
    <form onSubmit={submit}>
      <Box component="label" htmlFor="import-path" sx={{ display: 'block', mb: '5px' }}>
        {t('data.get.importLabel')}
      </Box>
      <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap' }}>
        <TextField
          id="import-path"
          value={path}
          onChange={(event) => setPath(event.target.value)}
          placeholder={t('data.get.importPlaceholder')}
          sx={{ flex: 1, minWidth: 200, '& input': { fontFamily: MONO, fontSize: 12 } }}
          slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
        />
        <Button type="submit" variant="outlined" disabled={busy || path.trim() === ''}>
          {t('data.add.import')}
        </Button>
      </Box>
      <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap', mt: 2 }}>
        {choose('file')}
        {choose('folder')}
      </Box>
      <Note sx={{ mt: '6px' }}>{t(info.homepage ? 'data.get.importHintHome' : 'data.get.importHint')}</Note>
    </form>
  );
}
