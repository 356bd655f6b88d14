import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Workflow } from 'lucide-react';
import { palette } from '../../core/ops/palette';
import { FirstStudyButton } from '../firstStudy/FirstStudyButton';
import { firstStudyWords } from '../firstStudy/words';
import { openEmpty } from '../state/documents';
import { EmptyState } from '../ui';
import { Kbd } from '../ui/Kbd';
import { addByClick } from './editor/actions';
import { pickFiles } from './editor/files';
import { openPreset } from './presets/open';

/** No graph is open: take one. */
export function StartHere() {
  return (
    <EmptyState
      icon={<Workflow size={34} strokeWidth={1.4} />}
      title="What are the shortcuts worth?"
      action={
        <>
          <FirstStudyButton />
          <Button variant="outlined" onClick={() => openPreset('resnet50')}>
            Open ResNet-50
          </Button>
          <Button variant="outlined" onClick={() => openEmpty()}>
            Start with an empty graph
          </Button>
          <Button variant="outlined" onClick={pickFiles}>
            Open a file
          </Button>
        </>
      }
    >
      {firstStudyWords()} Or draw a network of your own, layer by layer.
    </EmptyState>
  );
}

/** An empty graph: what to do first. Lets the mouse through to the canvas. */
export function EmptyCanvas() {
  const input = palette.flatMap((section) => section.items).find((item) => item.id === 'layer.Input');
  return (
    <Box
      sx={{ position: 'absolute', inset: 0, pointerEvents: 'none', '& button': { pointerEvents: 'auto' } }}
    >
      <EmptyState
        title="Start with an Input"
        action={
          <>
            {input && (
              <Button variant="contained" color="primary" onClick={() => addByClick(input)}>
                Add an Input
              </Button>
            )}
            <FirstStudyButton variant="outlined" />
            <Button variant="outlined" onClick={() => openPreset('resnet50')}>
              Open ResNet-50 instead
            </Button>
          </>
        }
      >
        Drag layers and blocks from the left, or press <Kbd>Tab</Kbd> and type a name. Then draw wires from
        port to port; a click in the palette adds after what is selected.
      </EmptyState>
    </Box>
  );
}
