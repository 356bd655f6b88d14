import Box from '@mui/material/Box';
import Drawer from '@mui/material/Drawer';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import useMediaQuery from '@mui/material/useMediaQuery';
import { ReactFlowProvider } from '@xyflow/react';
import { PanelLeft, PanelRight } from 'lucide-react';
import { useEffect } from 'react';
import { t } from '../../core/messages';
import { PipelineStrip } from '../pipeline/PipelineStrip';
import { analysisOf } from '../state/analysis';
import { useActiveDocument, useDocuments } from '../state/documents';
import { INSPECTOR_WIDTH, PALETTE_WIDTH, usePreferences } from '../state/preferences';
import { useSelection } from '../state/selection';
import { SidePanel } from '../ui/SidePanel';
import { token } from '../ui/theme/tokens';
import { BuildStatus } from './BuildStatus';
import { EmptyCanvas, StartHere } from './EmptyCanvas';
import { Canvas } from './editor/Canvas';
import { keepClear } from './editor/canvasView';
import { NodeSearch } from './editor/NodeSearch';
import { Inspector } from './inspector/Inspector';
import { ProblemsPanel } from './ProblemsPanel';
import { Palette } from './palette/Palette';

/** The Build view: palette, canvas, inspector. */
export function BuildView() {
  const open = useActiveDocument();
  const ready = useDocuments((state) => state.ready);
  const { paletteWidth, inspectorWidth, paletteOpen, inspectorOpen, set } = usePreferences();
  const narrow = useMediaQuery('(max-width: 1199px)');
  // Selections are of one graph.
  const id = open?.id;
  useEffect(() => {
    if (id !== undefined) return () => useSelection.getState().select({});
  }, [id]);

  return (
    <ReactFlowProvider key={id ?? 'none'}>
      <Box sx={{ position: 'absolute', inset: 0, display: 'flex' }}>
        <BuildStatus />
        {paletteOpen && (
          <SidePanel
            side="left"
            label={t('build.panels.palette')}
            width={paletteWidth}
            range={PALETTE_WIDTH}
            onWidth={(width) => set({ paletteWidth: width })}
          >
            <Palette />
          </SidePanel>
        )}
        <Box sx={{ flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column' }}>
          {open && <PipelineStrip />}
          <Box sx={{ flex: 1, minHeight: 0, position: 'relative', backgroundColor: token('canvas') }}>
            {open ? <Canvas key={open.id} open={open} /> : ready && <StartHere />}
            {open && open.document.nodes.length === 0 && <EmptyCanvas />}
            {open && (
              <Toggles
                palette={paletteOpen}
                inspector={inspectorOpen}
                onPalette={() => set({ paletteOpen: !paletteOpen })}
                onInspector={() => set({ inspectorOpen: !inspectorOpen })}
              />
            )}
          </Box>
          {open && <ProblemsPanel problems={analysisOf(open.document).problems} />}
        </Box>
        {open && inspectorOpen && !narrow && (
          <SidePanel
            side="right"
            label={t('build.panels.inspector')}
            width={inspectorWidth}
            range={INSPECTOR_WIDTH}
            onWidth={(width) => set({ inspectorWidth: width })}
          >
            <Inspector open={open} />
          </SidePanel>
        )}
        {open && narrow && (
          <InspectorDrawer open={inspectorOpen}>
            <Inspector open={open} />
          </InspectorDrawer>
        )}
        <NodeSearch />
      </Box>
    </ReactFlowProvider>
  );
}

/** On a narrow window the inspector lies over the canvas while something is selected. */
function InspectorDrawer({ open, children }: { open: boolean; children: React.ReactNode }) {
  const selected = useSelection((state) => state.items.length + state.edges.length > 0);
  const first = useSelection((state) => state.items[0]);
  const shown = open && selected;
  useEffect(() => {
    if (shown && first !== undefined) keepClear(first, INSPECTOR_WIDTH.start);
  }, [shown, first]);
  return (
    <Drawer
      variant="persistent"
      anchor="right"
      open={shown}
      slotProps={{
        paper: {
          sx: {
            width: INSPECTOR_WIDTH.start,
            position: 'absolute',
            borderLeft: `1px solid ${token('line')}`,
            boxShadow: '-8px 0 28px rgb(0 0 0 / 0.16)',
          },
        },
      }}
    >
      {children}
    </Drawer>
  );
}

function Toggles({
  palette,
  inspector,
  onPalette,
  onInspector,
}: {
  palette: boolean;
  inspector: boolean;
  onPalette: () => void;
  onInspector: () => void;
}) {
  const place = { position: 'absolute', top: 8, zIndex: 5 } as const;
  const paletteLabel = palette ? t('build.panels.hidePalette') : t('build.panels.showPalette');
  const inspectorLabel = inspector ? t('build.panels.hideInspector') : t('build.panels.showInspector');
  return (
    <>
      <Tooltip title={paletteLabel}>
        <IconButton
          aria-label={paletteLabel}
          aria-pressed={palette}
          onClick={onPalette}
          sx={{ ...place, left: 8 }}
        >
          <PanelLeft size={16} />
        </IconButton>
      </Tooltip>
      <Tooltip title={t('build.panels.withKey', { label: inspectorLabel, key: 'I' })}>
        <IconButton
          aria-label={inspectorLabel}
          aria-pressed={inspector}
          onClick={onInspector}
          sx={{ ...place, right: 8 }}
        >
          <PanelRight size={16} />
        </IconButton>
      </Tooltip>
    </>
  );
}
