import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { Panel, useStore } from '@xyflow/react';
import { Map as MapIcon, Minus, Plus } from 'lucide-react';
import { usePreferences } from '../../state/preferences';
import { token } from '../../ui/theme/tokens';
import { layOut } from './actions';
import { fitView, moveTime, useCanvasView, zoomBy } from './canvasView';

/** Zoom, fit and layout, at the bottom left of the canvas. */
export function CanvasControls() {
  const zoom = useStore((state) => Math.round(state.transform[2] * 100));
  const minimap = usePreferences((state) => state.minimap);
  const set = usePreferences((state) => state.set);
  return (
    <Panel position="bottom-left" style={{ margin: 14 }}>
      <Box
        role="toolbar"
        aria-label="Canvas"
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: '2px',
          p: '3px',
          backgroundColor: token('panel'),
          border: `1px solid ${token('line')}`,
          borderRadius: '9px',
        }}
      >
        <IconButton aria-label="Zoom out" title="Zoom out (-)" onClick={() => zoomBy(0.8)}>
          <Minus size={15} />
        </IconButton>
        <Button
          aria-label={`Zoom ${zoom}%, set to 100%`}
          title="Full size"
          sx={{ px: 1, width: 54 }}
          onClick={() => void useCanvasView.getState().flow?.zoomTo(1, moveTime())}
        >
          {zoom}%
        </Button>
        <IconButton aria-label="Zoom in" title="Zoom in (+)" onClick={() => zoomBy(1.25)}>
          <Plus size={15} />
        </IconButton>
        <Button title="Show the whole graph (Home)" onClick={() => fitView()}>
          Fit
        </Button>
        <Button title="Lay out the graph" onClick={layOut}>
          Layout
        </Button>
        <IconButton
          aria-label={minimap ? 'Hide the minimap' : 'Show the minimap'}
          aria-pressed={minimap}
          title={minimap ? 'Hide the minimap' : 'Show the minimap'}
          onClick={() => set({ minimap: !minimap })}
        >
          <MapIcon size={15} />
        </IconButton>
      </Box>
    </Panel>
  );
}
