/** What downloads go through, for networks that let nothing else out. Folded away until it is asked for. */

import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { t } from '../../../core/messages';
import { usePreferences } from '../../state/preferences';
import { MONO } from '../../ui/theme/theme';
import { token } from '../../ui/theme/tokens';

const HINT = { color: token('muted'), fontSize: 12, lineHeight: '17px', mt: '6px' } as const;

export function ProxyField({ busy }: { busy: boolean }) {
  const proxy = usePreferences((preferences) => preferences.proxy);
  const set = usePreferences((preferences) => preferences.set);
  const [open, setOpen] = useState(proxy !== '');
  if (!open) {
    return (
      <Box sx={HINT}>
        <Link component="button" type="button" onClick={() => setOpen(true)} sx={{ fontSize: 12 }}>
          {t('data.get.useProxy')}
        </Link>
      </Box>
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
        placeholder="http://proxy.example:3128"
        sx={{ '& input': { fontFamily: MONO, fontSize: 12 } }}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
      />
      <Box sx={HINT}>{t('data.get.proxyHint')}</Box>
    </Box>
  );
}
