/** Progress in words and as a bar, which moves even while the end is unknown. */
import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import type { Progress } from '../../core/contract/engine';
import { formatPercent } from '../../core/format/number';
import { textOf } from '../../core/messages';
import { Muted } from './text';

export function ProgressLine({ progress, label }: { progress: Progress; label: string }) {
  const { phase, fraction, detail } = progress;
  const known = fraction !== undefined;
  return (
    <Box>
      <Box sx={{ display: 'flex', gap: 2, mb: '5px', flexWrap: 'wrap' }}>
        <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
          {textOf(phase)}
          {detail && <Muted> · {textOf(detail)}</Muted>}
        </Box>
        {known && <Muted>{formatPercent(fraction, 0)}</Muted>}
      </Box>
      <LinearProgress
        // A new bar once the end is known, which does not glide from where the old one was.
        key={String(known)}
        aria-label={label}
        variant={known ? 'determinate' : 'indeterminate'}
        value={known ? 100 * fraction : undefined}
      />
    </Box>
  );
}
