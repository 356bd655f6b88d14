/** The canvases of the graphs that are shown side by side. The one that has the focus is the active graph's. */
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { ReactFlowProvider } from '@xyflow/react';
import { X } from 'lucide-react';
import { type DragEvent, Fragment, useRef, useState } from 'react';
import { t } from '../../core/messages';
import { canShowBeside, GRAPH_TYPE, type OpenDocument, useDocuments, usePanes } from '../state/documents';
import { useComparison } from '../state/graphDiff';
import { usePreferences } from '../state/preferences';
import { ellipsis } from '../ui';
import { ResizeHandle } from '../ui/ResizeHandle';
import { token } from '../ui/theme/tokens';
import { EmptyCanvas } from './EmptyCanvas';
import { Canvas } from './editor/Canvas';
import { closePane } from './editor/canvasView';
import { rangeOf, usePaneShares } from './paneShares';
import { usePathOnHover } from './views/usePathOnHover';
import './views/views.css';

/** A line, and room at both sides of it to take hold of. */
const BORDER = {
  mx: '-3px',
  flexShrink: 0,
  background: `linear-gradient(${token('line')}, ${token('line')}) center / 1px 100% no-repeat`,
} as const;

export function Panes({ activeId }: { activeId: string }) {
  const panes = usePanes();
  const row = useRef<HTMLElement>(null);
  const { shares, resize } = usePaneShares(panes.length);
  const [dropping, setDropping] = useState(false);
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(GRAPH_TYPE) || !canShowBeside()) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'move';
    setDropping(true);
  };
  const onDrop = (event: DragEvent) => {
    const id = event.dataTransfer.getData(GRAPH_TYPE);
    if (!dropping || id === '') return;
    event.preventDefault();
    setDropping(false);
    const { activate, showBeside } = useDocuments.getState();
    activate(id);
    showBeside();
  };
  return (
    <Box
      ref={row}
      onDragOver={onDragOver}
      onDragLeave={() => setDropping(false)}
      onDrop={onDrop}
      sx={{ position: 'absolute', inset: 0, display: 'flex' }}
    >
      {panes.map((open, index) => (
        <Fragment key={open.id}>
          {index > 0 && (
            <ResizeHandle
              label={t('ui.width', { panel: panes[index - 1]!.document.name })}
              value={shares[index - 1]!}
              range={rangeOf(shares, index - 1)}
              scale={() => 100 / (row.current?.clientWidth ?? 100)}
              onValue={(width) => resize(index - 1, width)}
              sx={BORDER}
            />
          )}
          <Pane
            open={open}
            isActive={open.id === activeId}
            beside={panes.length - 1}
            share={shares[index]!}
          />
        </Fragment>
      ))}
      {dropping && (
        <Box
          aria-hidden
          sx={{
            position: 'absolute',
            inset: '0 0 0 50%',
            zIndex: 7,
            display: 'grid',
            placeItems: 'center',
            pointerEvents: 'none',
            color: token('text'),
            border: `2px dashed ${token('accent')}`,
            backgroundColor: `color-mix(in srgb, ${token('accent')} 12%, transparent)`,
          }}
        >
          {t('commands.showBeside')}
        </Box>
      )}
    </Box>
  );
}

function Pane({
  open,
  isActive,
  beside,
  share,
}: {
  open: OpenDocument;
  isActive: boolean;
  /** How many others are shown. */
  beside: number;
  share: number;
}) {
  const { name, preset, nodes } = open.document;
  const canvas = useRef<HTMLElement>(null);
  const overlays = usePreferences((state) => state.overlays);
  const comparison = useComparison(open);
  usePathOnHover(canvas, overlays.includes('path') && !comparison ? open.document : undefined);
  const activate = () => useDocuments.getState().activate(open.id);
  /** Before what was pressed acts on the active graph. The button that closes the pane leaves the active graph as it is. */
  const activating = {
    onPointerDownCapture: activate,
    onFocusCapture: activate,
    onDragEnterCapture: ({ dataTransfer }: DragEvent) => {
      if (!dataTransfer.types.includes(GRAPH_TYPE)) activate();
    },
  };
  return (
    <Box
      component="section"
      aria-label={beside > 0 ? name : undefined}
      sx={{ flex: `${share} 1 0`, minWidth: 0, display: 'flex', flexDirection: 'column' }}
    >
      {beside > 0 && (
        <Box
          sx={{
            display: 'flex',
            alignItems: 'center',
            height: PANE_HEAD,
            flexShrink: 0,
            pl: 3,
            pr: 1,
            color: token(isActive ? 'text' : 'muted'),
            backgroundColor: token('panel'),
            borderBottom: `1px solid ${token('line')}`,
            boxShadow: isActive ? `inset 0 2px ${token('accent')}` : 'none',
          }}
        >
          <Box component="span" {...activating} sx={{ flex: 1, ...ellipsis, lineHeight: `${PANE_HEAD}px` }}>
            {name} {preset && <span style={{ color: token('muted') }}>{preset.style}</span>}
          </Box>
          <IconButton
            aria-label={t('build.panes.close', { name })}
            title={t('build.panes.close', { name })}
            onClick={() => closePane(open.id)}
            sx={{ width: 22, height: 22 }}
          >
            <X size={13} />
          </IconButton>
        </Box>
      )}
      <Box
        ref={canvas}
        {...activating}
        data-overlays={overlays.join(' ')}
        sx={{ flex: 1, minHeight: 0, position: 'relative' }}
      >
        <ReactFlowProvider>
          <Canvas open={open} isActive={isActive} beside={beside} />
        </ReactFlowProvider>
        {nodes.length === 0 && <EmptyCanvas />}
      </Box>
    </Box>
  );
}

/** Pixels */
export const PANE_HEAD = 30;
