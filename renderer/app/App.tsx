import Box from '@mui/material/Box';
import CircularProgress from '@mui/material/CircularProgress';
import { type ComponentType, lazy, Suspense } from 'react';
import { useKeyboard } from '../commands/useKeyboard';
import { useNavigation, type View } from '../state/navigation';
import { token } from '../theme/tokens';
import { CommandPalette } from './CommandPalette';
import { ErrorBoundary } from './ErrorBoundary';
import { FileDrop } from './FileDrop';
import { Notices } from './Notices';
import { Rail } from './Rail';
import { StatusBar } from './StatusBar';
import { TopBar } from './TopBar';

const VIEWS: Record<View, { name: string; Component: ComponentType }> = {
  build: {
    name: 'Build',
    Component: lazy(() => import('../editor/BuildView').then((m) => ({ default: m.BuildView }))),
  },
  data: {
    name: 'Data',
    Component: lazy(() => import('../data/DataView').then((m) => ({ default: m.DataView }))),
  },
  train: {
    name: 'Train',
    Component: lazy(() => import('../training/TrainView').then((m) => ({ default: m.TrainView }))),
  },
  compare: {
    name: 'Compare',
    Component: lazy(() => import('../compare/CompareView').then((m) => ({ default: m.CompareView }))),
  },
  export: {
    name: 'Export',
    Component: lazy(() => import('../exporting/ExportView').then((m) => ({ default: m.ExportView }))),
  },
};

/** The window: bar, rail, one view, status. */
export function App() {
  useKeyboard();
  const view = useNavigation((state) => state.view);
  const { name, Component } = VIEWS[view];
  return (
    <Box
      sx={{
        height: '100vh',
        display: 'flex',
        flexDirection: 'column',
        backgroundColor: token('background'),
        color: token('text'),
      }}
    >
      <TopBar />
      <Box sx={{ flex: 1, minHeight: 0, display: 'flex' }}>
        <Rail />
        <Box
          component="main"
          aria-label={name}
          sx={{ flex: 1, minWidth: 0, minHeight: 0, position: 'relative', overflow: 'hidden' }}
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
      <FileDrop />
    </Box>
  );
}

function Waiting() {
  return (
    <Box sx={{ height: '100%', display: 'grid', placeItems: 'center' }}>
      <CircularProgress size={22} aria-label="Loading the view" />
    </Box>
  );
}
