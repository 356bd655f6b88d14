import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { Panel, useStore } from '@xyflow/react';
import { BoxSelect, Hand, Map as MapIcon, Minus, Plus } from 'lucide-react';
import { t } from '../../../core/messages';
import { useKeyHint } from '../../layout/CommandKeys';
import { usePreferences } from '../../state/preferences';
import { CanvasBox } from '../../ui';
import { ArrangementMenu } from './ArrangementMenu';
import type { ARRANGEMENTS } from './actions';
import { fitView, moveTime, toggleDrag, useCanvasView, zoomBy } from './canvasView';

/** Zoom, fit and layout, at the bottom left of the canvas. */
export function CanvasControls({ arrangement }: { arrangement: keyof typeof ARRANGEMENTS }) {
  const zoom = useStore((state) => Math.round(state.transform[2] * 100));
  const minimap = usePreferences((state) => state.minimap);
  const drag = usePreferences((state) => state.drag);
  const set = usePreferences((state) => state.set);
  const minimapLabel = minimap ? t('build.canvas.hideMinimap') : t('build.canvas.showMinimap');
  const zoomOut = useKeyHint('view.zoom-out');
  const zoomIn = useKeyHint('view.zoom-in');
  const fit = useKeyHint('view.fit');
  return (
    <Panel position="bottom-left" style={{ margin: 14, maxWidth: 'calc(100% - 28px)' }}>
      <CanvasBox role="toolbar" aria-label={t('build.canvas.toolbar')} sx={{ flexWrap: 'wrap' }}>
        <IconButton
          aria-label={t('build.canvas.zoomOut')}
          title={zoomOut.withKeys(t('build.canvas.zoomOut'))}
          onClick={() => zoomBy(0.8)}
        >
          <Minus size={15} />
        </IconButton>
        <Button
          aria-label={t('build.canvas.zoomAt', { zoom })}
          title={t('build.canvas.fullSize')}
          sx={{ px: 1, width: 54 }}
          onClick={() => void useCanvasView.getState().flow?.zoomTo(1, moveTime())}
        >
          {t('build.canvas.zoom', { zoom })}
        </Button>
        <IconButton
          aria-label={t('build.canvas.zoomIn')}
          title={zoomIn.withKeys(t('build.canvas.zoomIn'))}
          onClick={() => zoomBy(1.25)}
        >
          <Plus size={15} />
        </IconButton>
        <Button title={fit.withKeys(t('build.canvas.fitHelp'))} onClick={() => fitView()}>
          {t('build.canvas.fit')}
        </Button>
        <ArrangementMenu arrangement={arrangement} />
        <IconButton
          aria-label={t('commands.dragSelects')}
          aria-pressed={drag === 'select'}
          title={t(drag === 'pan' ? 'commands.dragSelects' : 'commands.dragPans')}
          onClick={toggleDrag}
        >
          {drag === 'pan' ? <Hand size={15} /> : <BoxSelect size={15} />}
        </IconButton>
        <IconButton
          aria-label={minimapLabel}
          aria-pressed={minimap}
          title={minimapLabel}
          onClick={() => set({ minimap: !minimap })}
        >
          <MapIcon size={15} />
        </IconButton>
      </CanvasBox>
    </Panel>
  );
}
