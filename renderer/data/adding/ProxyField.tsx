/** The proxy for downloads, behind a link until it is needed. */
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { t } from '../../../core/messages';
import { usePreferences } from '../../state/preferences';
import { Note } from '../../ui';
import { MONO } from '../../ui/theme/theme';

export function ProxyField({ busy }: { busy: boolean }) {
  const { proxy, set } = usePreferences();
  const [open, setOpen] = useState(proxy !== '');
  if (!open) {
    return (
      <Note sx={{ mt: '6px' }}>
        <Link component="button" type="button" onClick={() => setOpen(true)} sx={{ fontSize: 12 }}>
          {t('data.get.useProxy')}
        </Link>
      </Note>
    );
  }
  return (
    <Box sx={{ mt: 2 }}>
      <Box component="label" htmlFor="download-proxy" sx={{ display: 'block', mb: '5px' }}>
        {t('data.get.proxy')}
      </Box>
      <TextField
        id="download-proxy"
        fullWidth
        value={proxy}
        disabled={busy}
        onChange={(event) => set({ proxy: event.target.value })}
        placeholder={t('data.get.proxyPlaceholder')}
        sx={{ '& input': { fontFamily: MONO, fontSize: 12 } }}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
      />
      <Note sx={{ mt: '6px' }}>{t('data.get.proxyHint')}</Note>
    </Box>
  );
}
