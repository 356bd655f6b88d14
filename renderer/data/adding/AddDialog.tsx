/** Adds pictures, over any view: choose, wait, see what was recognized, import. */
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { type FormEvent, useId, useState } from 'react';
import { type Key, t } from '../../../core/messages';
import { useAppInfo } from '../../client/appInfo';
import { messageOf } from '../../client/errors';
import { notify } from '../../state/notices';
import { ProgressLine } from '../../ui/ProgressLine';
import { MONO } from '../../ui/theme/theme';
import { token } from '../../ui/theme/tokens';
import { progressWords } from '../../ui/transfer';
import { Recognized } from './Recognized';
import { type Adding, addPath, addPicked, closeAdding, useAdding } from './state';

function Choose({ error, refused = '' }: { error?: string; refused?: string }) {
  // A path that was refused can be corrected.
  const [path, setPath] = useState(refused);
  const shell = useAppInfo()?.host === 'electron';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (path.trim() !== '') void addPath(path.trim());
  };
  const pick = (kind: 'file' | 'folder') =>
    void addPicked(kind, shell).catch((reason: unknown) =>
      notify({ severity: 'error', text: messageOf(reason) }),
    );
  return (
    <>
      {error && (
        <Alert severity="error" sx={{ mb: 3, whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
          {error}
        </Alert>
      )}
      <Box sx={{ color: token('muted'), mb: 3 }}>{t('data.add.intro')}</Box>
      <Box sx={{ display: 'flex', gap: 2, mb: 4 }}>
        <Button variant="contained" color="primary" onClick={() => pick('folder')}>
          {t('data.add.folder')}
        </Button>
        <Button variant="outlined" onClick={() => pick('file')}>
          {t('data.add.archive')}
        </Button>
      </Box>
      <form onSubmit={submit}>
        <Box component="label" htmlFor="own-path" sx={{ display: 'block', mb: '5px' }}>
          {t(shell ? 'data.add.pathHere' : 'data.add.pathThere')}
        </Box>
        <Box sx={{ display: 'flex', gap: 2 }}>
          <TextField
            id="own-path"
            fullWidth
            autoFocus={refused !== ''}
            value={path}
            onChange={(event) => setPath(event.target.value)}
            placeholder={t('data.add.pathPlaceholder')}
            sx={{ '& input': { fontFamily: MONO, fontSize: 12 } }}
            slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
          />
          <Button type="submit" variant="outlined" disabled={path.trim() === ''}>
            {t('data.add.continue')}
          </Button>
        </Box>
      </form>
    </>
  );
}

const TITLES: Record<Exclude<Adding['step'], 'closed'>, Key> = {
  choose: 'data.add.title.choose',
  working: 'data.add.title.working',
  recognized: 'data.add.title.recognized',
};

export function AddDialog() {
  const adding = useAdding((state) => state.adding);
  const title = useId();
  if (adding.step === 'closed') return null;
  return (
    <Dialog open onClose={closeAdding} aria-labelledby={title} maxWidth={false}>
      <Box sx={{ width: 'min(560px, calc(100vw - 96px))' }}>
        <DialogTitle id={title} sx={{ fontSize: 15, fontWeight: 600, pb: 2 }}>
          {t(TITLES[adding.step])}
        </DialogTitle>
        {adding.step === 'recognized' ? (
          <Recognized inspection={adding.inspection} choice={adding.choice} busy={adding.busy} />
        ) : (
          <>
            <DialogContent sx={{ pb: 2 }}>
              {adding.step === 'choose' ? (
                <Choose error={adding.error} refused={adding.path} />
              ) : (
                <>
                  <Box sx={{ mb: 3, overflowWrap: 'anywhere' }}>{adding.what}</Box>
                  <ProgressLine
                    label={t('data.add.title.working')}
                    progress={progressWords(adding.progress)}
                  />
                </>
              )}
            </DialogContent>
            <DialogActions sx={{ px: 6, pb: 4 }}>
              <Button variant="outlined" onClick={closeAdding}>
                {t('common.cancel')}
              </Button>
            </DialogActions>
          </>
        )}
      </Box>
    </Dialog>
  );
}
