/** What a browser shows that the host has not let in yet, or no more. The app behind it stays as it is. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import { tokenIn } from '../../core/contract/sign-in';
import { type SignInTrouble, signInByHand, useSignIn } from '../client/signIn';
import { Mono } from '../ui';
import { MONO } from '../ui/theme/theme';
import { token } from '../ui/theme/tokens';

const WORDS: Record<SignInTrouble | 'none', string> = {
  none: 'Skipwire is running, but this browser is not signed in. Open the link from its terminal, or paste it here.',
  used: 'This link has been used. Each link works once, so that nobody else can sign in with it.',
  expired: 'This link has expired, or belongs to an earlier start of Skipwire.',
  unknown: 'This link does not belong to the Skipwire that runs here, or a part of it is missing.',
  session: 'This browser is no longer signed in. A sign-in lasts 30 days and belongs to one port.',
  stranger:
    'Another program answers at this address, not the Skipwire that you signed in to. Nothing was sent to it. Close this tab if you did not expect that.',
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
          Sign in to Skipwire
        </Box>
        <Box role={trouble === 'none' ? undefined : 'alert'} sx={{ mb: '10px', lineHeight: '21px' }}>
          {WORDS[trouble]}
        </Box>
        <Box sx={{ color: token('muted'), mb: '20px', lineHeight: '21px' }}>
          For a new link, run <Mono>skipwire open</Mono> on the machine where Skipwire runs.
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
            helperText={
              text.trim() !== '' && !pasted ? 'Paste the whole link, or all that follows its #.' : ' '
            }
            slotProps={{ htmlInput: { 'aria-label': 'Link', spellCheck: false, autoComplete: 'off' } }}
            sx={{ '& input': { fontFamily: MONO, fontSize: 12 } }}
          />
          <Button type="submit" variant="contained" disabled={!pasted || busy}>
            Sign in
          </Button>
        </Box>
      </Box>
    </Dialog>
  );
}
