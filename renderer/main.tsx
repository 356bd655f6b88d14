import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import '@xyflow/react/dist/base.css';
import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider } from '@mui/material/styles';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startDocuments } from './client/documents';
import { startKeeping } from './client/kept';
import { watchAddress } from './client/signIn';
import { followAddress } from './shell/address/follow';
import { listenToShell } from './shell/desktopEvents';
import { Window } from './shell/Window';
import { keptMode } from './state/theme';
import { warnBeforeLeaving } from './state/unsaved';
import { theme } from './ui/theme/theme';

void startDocuments();

warnBeforeLeaving(window);
watchAddress();
listenToShell();
startKeeping();
void followAddress();

// The hosts allow styles with the page's nonce only.
const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce;
const cache = createCache({ key: 'sw', prepend: true, ...(nonce && { nonce }) });

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <CacheProvider value={cache}>
      <ThemeProvider theme={theme} defaultMode="system" storageManager={keptMode}>
        <CssBaseline enableColorScheme />
        <Window />
      </ThemeProvider>
    </CacheProvider>
  </StrictMode>,
);
