/** Shown by a browser that the host has not signed in, or no longer. The app behind it stays as it is. */

import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import { tokenIn } from '../../core/contract/sign-in';
import { type Key, t } from '../../core/messages';
import { type SignInTrouble, signInByHand, useSignIn } from '../client/signIn';
import { Mono } from '../ui';
import { Rich } from '../ui/Rich';
import { MONO } from '../ui/theme/theme';
import { token } from '../ui/theme/tokens';

const TROUBLE: Record<SignInTrouble | 'none', Key> = {
  none: 'shell.signIn.none',
  used: 'shell.signIn.used',
  expired: 'shell.signIn.expired',
  unknown: 'shell.signIn.unknown',
  session: 'shell.signIn.session',
  stranger: 'shell.signIn.stranger',
};

export function SignIn() {
  const { needed, trouble = 'none' } = useSignIn();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const pasted = tokenIn(text);

  const submit = async () => {
    if (!pasted) return;
    setBusy(true);
    await signInByHand(pasted);
    setBusy(false);
    setText('');
  };

  return (
    <Dialog
      open={needed}
      fullScreen
      aria-labelledby="sign-in-title"
      slotProps={{
        paper: {
          sx: { backgroundColor: token('background'), backgroundImage: 'none', border: 0, borderRadius: 0 },
        },
      }}
    >
      <Box sx={{ maxWidth: 520, width: '100%', mx: 'auto', mt: '18vh', px: '24px' }}>
        <Box
          component="h1"
          id="sign-in-title"
          sx={{ fontSize: 20, fontWeight: 600, m: 0, mb: '14px', lineHeight: '28px' }}
        >
          {t('shell.signIn.title')}
        </Box>
        <Box role={trouble === 'none' ? undefined : 'alert'} sx={{ mb: '10px', lineHeight: '21px' }}>
          {t(TROUBLE[trouble])}
        </Box>
        <Box sx={{ color: token('muted'), mb: '20px', lineHeight: '21px' }}>
          <Rich of="shell.signIn.newLink" values={{ command: (children) => <Mono>{children}</Mono> }} />
        </Box>
        <Box
          component="form"
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            void submit();
          }}
          sx={{ display: 'flex', gap: '8px', alignItems: 'flex-start' }}
        >
          <TextField
            autoFocus
            fullWidth
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder="http://127.0.0.1:..."
            error={text.trim() !== '' && !pasted}
            helperText={text.trim() !== '' && !pasted ? t('shell.signIn.incomplete') : ' '}
            slotProps={{
              htmlInput: { 'aria-label': t('shell.signIn.link'), spellCheck: false, autoComplete: 'off' },
            }}
            sx={{ '& input': { fontFamily: MONO, fontSize: 12 } }}
          />
          <Button type="submit" variant="contained" disabled={!pasted || busy}>
            {t('shell.signIn.submit')}
          </Button>
        </Box>
      </Box>
    </Dialog>
  );
}
