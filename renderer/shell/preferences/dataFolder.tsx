import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { t } from '../../../core/messages';
import { useAppInfo } from '../../client/appInfo';
import { client } from '../../client/client';
import { notifyError } from '../../client/errors';
import { copyText } from '../../layout/copy';
import { registerPreferences } from '../../preferences/registry';
import { Mono } from '../../ui';

function DataFolderControl({ label }: { label: string }) {
  const info = useAppInfo();
  if (!info) return null;
  const { dataFolder, host } = info;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2 }}>
      <Mono sx={{ flex: 1, minWidth: 200, fontSize: 12, overflowWrap: 'anywhere' }}>{dataFolder}</Mono>
      {host === 'electron' && (
        <Button variant="outlined" onClick={() => void client.app.showDataFolder().catch(notifyError)}>
          {t('preferences.dataFolder.show')}
        </Button>
      )}
      <Button variant="outlined" onClick={() => void copyText(dataFolder, label)}>
        {t('preferences.dataFolder.copy')}
      </Button>
    </Box>
  );
}

registerPreferences('data-folder', [
  {
    id: 'data-folder',
    section: 'files',
    label: 'preferences.dataFolder.label',
    help: 'preferences.dataFolder.help',
    keywords: ['path', 'directory', 'storage', 'disk', 'SKIPWIRE_DATA', 'where'],
    wide: true,
    Control: DataFolderControl,
  },
]);
