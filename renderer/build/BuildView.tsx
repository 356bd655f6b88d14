import Box from '@mui/material/Box';
import Drawer from '@mui/material/Drawer';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import useMediaQuery from '@mui/material/useMediaQuery';
import { CodeXml, type LucideIcon, PanelLeft, PanelRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { t } from '../../core/messages';
import { useKeyHint } from '../layout/CommandKeys';
import { PipelineStrip } from '../pipeline/PipelineStrip';
import { analysisOf } from '../state/analysis';
import { type OpenDocument, useActiveDocument, useDocuments, usePanes } from '../state/documents';
import { useComparison } from '../state/graphDiff';
import { useHelp } from '../state/help';
import { CODE_WIDTH, INSPECTOR_WIDTH, PALETTE_WIDTH, usePreferences } from '../state/preferences';
import { useSelection } from '../state/selection';
import { SidePanel } from '../ui/SidePanel';
import { token } from '../ui/theme/tokens';
import { ArmStrip } from './ArmStrip';
import { BuildStatus } from './BuildStatus';
import { CodePanel } from './code/CodePanel';
import { ComparisonPanel } from './comparison/ComparisonPanel';
import { StartHere } from './EmptyCanvas';
import { CanvasMenu } from './editor/CanvasMenu';
import { fitView, keepCenter, keepClear } from './editor/canvasView';
import { ConnectTo, FindNode } from './editor/FindNode';
import { NodeSearch } from './editor/NodeSearch';
import { Inspector } from './inspector/Inspector';
import { PANE_HEAD, Panes } from './Panes';
import { ProblemsPanel } from './ProblemsPanel';
import { Palette } from './palette/Palette';
import { useProblemNews } from './useProblemNews';
import { useSelectionNews } from './useSelectionNews';
import { ViewMenu } from './views/ViewMenu';

/** Pixels of the code at most in a narrow window, which is for the canvas. */
const NARROW_CODE = 340;

/** The Build view: palette, canvas, code, inspector. */
export function BuildView() {
  const open = useActiveDocument();
  const ready = useDocuments((state) => state.ready);
  const top = usePanes().length > 1 ? PANE_HEAD + 8 : 8;
  const { paletteWidth, inspectorWidth, codeWidth, paletteOpen, inspectorOpen, codeOpen, set } =
    usePreferences();
  const narrow = useMediaQuery('(max-width: 1199px)');
  const inspectorLabel = t(inspectorOpen ? 'build.panels.hideInspector' : 'build.panels.showInspector');
  const codeLabel = t(codeOpen ? 'build.code.hide' : 'build.code.show');
  const codeHint = useKeyHint('view.code');
  const inspectorHint = useKeyHint('view.inspector');
  const id = open?.id;
  useProblemNews(open);
  useSelectionNews(open);
  const comparison = useComparison(open);
  const selected = useSelection((state) => state.items.length + state.edges.length > 0);
  // The lesson (shell/help) takes the place of the palette.
  const learning = useHelp(({ shown }) => shown?.what === 'lesson');
  const comparedWith = comparison?.name;
  const codeTakes = !open || !codeOpen ? 0 : narrow ? Math.min(codeWidth, NARROW_CODE) : codeWidth;
  const codeTook = useRef(codeTakes);
  useEffect(() => {
    keepCenter(codeTook.current - codeTakes);
    codeTook.current = codeTakes;
  }, [codeTakes]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each tab has a canvas of its own
  useEffect(() => {
    if (comparedWith === undefined) return;
    // When the panel has taken its width from the canvas.
    const timer = setTimeout(fitView, 80);
    return () => clearTimeout(timer);
  }, [id, comparedWith]);
  useEffect(() => {
    if (id !== undefined) return () => useSelection.getState().select({});
  }, [id]);

  return (
    <Box sx={{ position: 'absolute', inset: 0, display: 'flex' }}>
      <BuildStatus />
      {paletteOpen && !learning && (
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
        {open && <ArmStrip id={open.id} />}
        {open && <PipelineStrip />}
        <Box sx={{ flex: 1, minHeight: 0, position: 'relative', backgroundColor: token('canvas') }}>
          {open ? <Panes activeId={open.id} /> : ready && <StartHere />}
          {open && (
            <>
              <PanelToggle
                place={{ left: 8, top }}
                icon={PanelLeft}
                open={paletteOpen}
                label={t(paletteOpen ? 'build.panels.hidePalette' : 'build.panels.showPalette')}
                onChange={() => set({ paletteOpen: !paletteOpen })}
              />
              <ViewMenu top={top} />
              <PanelToggle
                place={{ right: 42, top }}
                icon={CodeXml}
                open={codeOpen}
                label={codeLabel}
                title={codeHint.withKeys(codeLabel)}
                onChange={() => set({ codeOpen: !codeOpen })}
              />
              <PanelToggle
                place={{ right: 8, top }}
                icon={PanelRight}
                open={inspectorOpen}
                label={inspectorLabel}
                title={inspectorHint.withKeys(inspectorLabel)}
                onChange={() => set({ inspectorOpen: !inspectorOpen })}
              />
            </>
          )}
        </Box>
        {open && <ProblemsPanel problems={analysisOf(open.document).problems} />}
      </Box>
      {open && codeOpen && (
        <SidePanel
          side="right"
          label={t('build.code.title')}
          width={codeTakes}
          range={CODE_WIDTH}
          onWidth={(width) => set({ codeWidth: width })}
        >
          <CodePanel open={open} />
        </SidePanel>
      )}
      {open && comparison && !selected ? (
        <SidePanel
          side="right"
          label={t('diff.view.panel')}
          width={inspectorWidth}
          range={INSPECTOR_WIDTH}
          onWidth={(width) => set({ inspectorWidth: width })}
        >
          <ComparisonPanel open={open} comparison={comparison} />
        </SidePanel>
      ) : (
        open &&
        inspectorOpen &&
        !narrow && (
          <SidePanel
            side="right"
            label={t('build.panels.inspector')}
            width={inspectorWidth}
            range={INSPECTOR_WIDTH}
            onWidth={(width) => set({ inspectorWidth: width })}
          >
            <Inspector open={open} />
          </SidePanel>
        )
      )}
      {open && narrow && <InspectorDrawer open={open} shown={inspectorOpen} />}
      <NodeSearch />
      <FindNode />
      <ConnectTo />
      <CanvasMenu />
    </Box>
  );
}

/** In a narrow window, the inspector covers the canvas while something is selected. */
function InspectorDrawer({ open, shown: wanted }: { open: OpenDocument; shown: boolean }) {
  const first = useSelection((state) => state.items[0]);
  const shown = useSelection((state) => state.items.length + state.edges.length > 0) && wanted;
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
      <Inspector open={open} />
    </Drawer>
  );
}

/** A button in a corner of the canvas that shows or hides the panel beside it. */
function PanelToggle({
  place,
  icon: Icon,
  open,
  label,
  title = label,
  onChange,
}: {
  place: { top: number } & ({ left: number } | { right: number });
  icon: LucideIcon;
  open: boolean;
  label: string;
  title?: string;
  onChange(): void;
}) {
  return (
    <Tooltip title={title}>
      <IconButton
        aria-label={label}
        aria-pressed={open}
        onClick={onChange}
        sx={{ position: 'absolute', zIndex: 5, ...place }}
      >
        <Icon size={16} />
      </IconButton>
    </Tooltip>
  );
}
