/** Downloads an export from the browser host, or shows it in the file manager on the desktop. */

import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Download, FolderOpen } from 'lucide-react';
import { useState } from 'react';
import type { Progress } from '../../core/contract/engine';
import { message, t } from '../../core/messages';
import { client } from '../client/client';
import { messageOf } from '../client/errors';
import { inShell } from '../client/shell';
import { ProgressLine } from '../ui/ProgressLine';
import { saveAs } from '../ui/saveAs';
import { progressWords } from '../ui/transfer';

export function GetExport({ path, folder }: { path: string; folder: boolean }) {
  const [busy, setBusy] = useState(false);
  const [progress, setProgress] = useState<Progress>();
  const [done, setDone] = useState(false);
  const [error, setError] = useState<string>();
  const shell = inShell();

  const download = async () => {
    setDone(false);
    for await (const event of await client.exporting.download({ path })) {
      if (event.type === 'ready') saveAs(event.url, event.name);
      else setProgress(event.progress);
    }
    setDone(true);
  };

  const act = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await (shell ? client.exporting.showInFolder({ path }) : download());
    } catch (failure) {
      setError(messageOf(failure));
    } finally {
      setBusy(false);
      setProgress(undefined);
    }
  };

  return (
    <Box sx={{ minWidth: 0, maxWidth: 480 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', justifyContent: 'flex-end', gap: 3 }}>
        {done && <span role="status">{t('export.get.downloaded')}</span>}
        <Button
          variant="outlined"
          startIcon={shell ? <FolderOpen size={15} /> : <Download size={15} />}
          disabled={busy}
          onClick={() => void act()}
        >
          {t(shell ? 'export.get.showInFolder' : folder ? 'export.get.downloadZip' : 'export.get.download')}
        </Button>
      </Box>
      {busy && !shell && (
        <Box sx={{ mt: 3 }}>
          <ProgressLine
            progress={progressWords(progress ?? { phase: message('export.get.preparing') })}
            label={t('export.get.download')}
          />
        </Box>
      )}
      {error && (
        <Alert severity="error" sx={{ mt: 3, overflowWrap: 'anywhere' }}>
          {error}
        </Alert>
      )}
    </Box>
  );
}
