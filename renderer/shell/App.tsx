import { t } from '../../core/messages';
import './commands';
import Box from '@mui/material/Box';
import CircularProgress from '@mui/material/CircularProgress';
import { type ComponentType, lazy, Suspense, useEffect, useRef, useState } from 'react';
import { BinDialog } from '../bin/BinDialog';
import { CompareGraphDialog } from '../build/editor/CompareGraphDialog';
import { ImportDialog } from '../build/models/ImportDialog';
import { AddDialog } from '../data/adding/AddDialog';
import { Announcer } from '../layout/Announcer';
import { Notices } from '../layout/Notices';
import { useNavigation, type View } from '../state/navigation';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { token } from '../ui/theme/tokens';
import { CommandPalette } from './CommandPalette';
import { GraphsDialog } from './documents/GraphsDialog';
import { HistoryDialog } from './documents/HistoryDialog';
import { FileDrop } from './FileDrop';
import { HelpLayer } from './help/HelpLayer';
import { LicensesDialog } from './licenses/LicensesDialog';
import { SettingsDialog } from './preferences/SettingsDialog';
import { Rail } from './Rail';
import { SignIn } from './SignIn';
import { StatusBar } from './StatusBar';
import { ShortcutsDialog } from './shortcutList/ShortcutsDialog';
import { TopBar } from './TopBar';
import { UnsavedBar } from './UnsavedBar';
import { UnfinishedBar } from './unfinished/UnfinishedBar';
import { useAnnouncements } from './useAnnouncements';
import { useKeyboard } from './useKeyboard';
import { useLeadToCompare } from './useLeadToCompare';
import { useTitle } from './useTitle';
import { VIEW_NAMES } from './viewNames';

/** A view whose code is fetched when it is first shown, or by `load`; then it is drawn at once. */
function viewOf(fetchComponent: () => Promise<ComponentType>) {
  let Loaded: ComponentType | undefined;
  const load = async () => {
    Loaded = await fetchComponent();
    return { default: Loaded };
  };
  const Lazy = lazy(load);
  function Component() {
    const [Shown] = useState(() => Loaded ?? Lazy);
    return <Shown />;
  }
  return { load, Component };
}

const COMPONENTS = {
  build: viewOf(() => import('../build/BuildView').then((m) => m.BuildView)),
  data: viewOf(() => import('../data/DataView').then((m) => m.DataView)),
  train: viewOf(() => import('../training/TrainView').then((m) => m.TrainView)),
  compare: viewOf(() => import('../compare/CompareView').then((m) => m.CompareView)),
  predict: viewOf(() => import('../predicting/PredictView').then((m) => m.PredictView)),
  export: viewOf(() => import('../exporting/ExportView').then((m) => m.ExportView)),
} satisfies Record<View, unknown>;

/** Fetches all views soon after the first, so they open even when the host is gone. */
function usePrefetch(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const { load } of Object.values(COMPONENTS)) load().catch(() => undefined);
    }, 1000);
    return () => clearTimeout(timer);
  }, []);
}

/** What had the focus in one view is not in the next: its main part gets it, and its name is read. */
function useFocusOfView(view: View) {
  const main = useRef<HTMLElement>(null);
  const before = useRef(view);
  useEffect(() => {
    if (before.current === view) return;
    before.current = view;
    const element = main.current;
    if (!element || document.activeElement !== document.body) return;
    // Only now: a click into the view does not give it the focus.
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
    element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
  }, [view]);
  return main;
}

export function App() {
  useKeyboard();
  useAnnouncements();
  useLeadToCompare();
  useTitle();
  const view = useNavigation((state) => state.view);
  usePrefetch();
  const name = t(VIEW_NAMES[view]);
  const { Component } = COMPONENTS[view];
  const main = useFocusOfView(view);
  return (
    <Box
      sx={{
        height: '100%',
        display: 'flex',
        flexDirection: 'column',
        backgroundColor: token('background'),
        color: token('text'),
      }}
    >
      <TopBar />
      <UnsavedBar />
      <UnfinishedBar />
      <Box sx={{ flex: 1, minHeight: 0, display: 'flex' }}>
        <Rail />
        <Box
          component="main"
          ref={main}
          data-tour="main"
          aria-label={name}
          sx={{
            outline: 'none',
            flex: 1,
            minWidth: 0,
            minHeight: 0,
            position: 'relative',
            overflow: 'hidden',
          }}
        >
          <ErrorBoundary key={view} name={name}>
            <Suspense fallback={<Waiting />}>
              <Component />
            </Suspense>
          </ErrorBoundary>
        </Box>
      </Box>
      <StatusBar />
      <CommandPalette />
      <Notices />
      <Announcer />
      <FileDrop />
      <AddDialog />
      <SignIn />
      <BinDialog />
      <SettingsDialog />
      <HelpLayer />
      <LicensesDialog />
      <ShortcutsDialog />
      <GraphsDialog />
      <HistoryDialog />
      <CompareGraphDialog />
      <ImportDialog />
    </Box>
  );
}

function Waiting() {
  return (
    <Box sx={{ height: '100%', display: 'grid', placeItems: 'center' }}>
      <CircularProgress size={22} aria-label={t('shell.loading')} />
    </Box>
  );
}
