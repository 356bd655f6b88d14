/** How far something is: its phase, its detail, and a bar that moves even while the end is unknown. */

import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import type { Progress } from '../../core/contract/engine';
import { formatPercent } from '../../core/format/number';
import { textOf } from '../../core/messages';
import { token } from './theme/tokens';

export function ProgressLine({ progress, label }: { progress: Progress; label: string }) {
  const { phase, fraction, detail } = progress;
  const known = fraction !== undefined;
  return (
    <Box>
      <Box sx={{ display: 'flex', gap: 2, mb: '5px', flexWrap: 'wrap' }}>
        <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
          {textOf(phase)}
          {detail && (
            <Box component="span" sx={{ color: token('muted') }}>
              {' '}
              · {textOf(detail)}
            </Box>
          )}
        </Box>
        {known && <Box sx={{ color: token('muted') }}>{formatPercent(fraction, 0)}</Box>}
      </Box>
      <LinearProgress
        // Anew when the end becomes known: the bar does not glide over from where it was.
        key={String(known)}
        aria-label={label}
        variant={known ? 'determinate' : 'indeterminate'}
        value={known ? 100 * fraction : undefined}
      />
    </Box>
  );
}
