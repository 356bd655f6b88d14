/** One example, large. */
import Box from '@mui/material/Box';
import Dialog from '@mui/material/Dialog';
import IconButton from '@mui/material/IconButton';
import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { formatCount, formatShape } from '../charts/format';
import { token } from '../theme/tokens';
import { ExampleImage } from './ExampleImage';
import type { Example } from './pixels';
import type { Examples } from './useExamples';

export function ExampleDialog({
  page,
  position,
  classes,
  split,
  onMove,
  onClose,
}: {
  page: Examples;
  /** Which example of the page. */
  position: number;
  classes: readonly string[];
  split: string;
  onMove(position: number): void;
  onClose(): void;
}) {
  const example: Example | undefined = page.examples[position];
  if (!example) return null;
  const last = page.examples.length - 1;
  return (
    <Dialog
      open
      onClose={onClose}
      aria-label={`Example ${example.index}`}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft' && position > 0) onMove(position - 1);
        if (event.key === 'ArrowRight' && position < last) onMove(position + 1);
      }}
    >
      <Box sx={{ p: 4, width: 'min(420px, 80vw)' }}>
        <Box sx={{ display: 'flex', alignItems: 'center', mb: 3 }}>
          <Box sx={{ flex: 1 }}>
            <Box component="h2" sx={{ m: 0, fontSize: 15, fontWeight: 600 }}>
              {classes[example.label] ?? `class ${example.label}`}
            </Box>
            <Box sx={{ color: token('muted'), fontSize: 12 }}>
              {split} image {formatCount(example.index)} · class {example.label} ·{' '}
              {formatShape(page.imageShape)}
            </Box>
          </Box>
          <IconButton
            aria-label="Previous example"
            disabled={position === 0}
            onClick={() => onMove(position - 1)}
          >
            <ChevronLeft size={18} />
          </IconButton>
          <IconButton
            aria-label="Next example"
            disabled={position === last}
            onClick={() => onMove(position + 1)}
          >
            <ChevronRight size={18} />
          </IconButton>
          <IconButton aria-label="Close" onClick={onClose}>
            <X size={18} />
          </IconButton>
        </Box>
        <Box sx={{ borderRadius: '7px', overflow: 'hidden' }}>
          <ExampleImage example={example} imageShape={page.imageShape} size="100%" />
        </Box>
      </Box>
    </Dialog>
  );
}
