/** Next to Start: what the training will take of the memory, and a batch size that fits where it does not. */

import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { t } from '../../core/messages';
import type { Estimated } from '../memory/useMemoryEstimate';
import { fits, memoryParts, memoryWords, noBatchFits } from '../memory/words';
import { token } from '../ui/theme/tokens';
import { SmallerBatch } from './SmallerBatch';

export function MemoryLine({
  estimated: { arm, estimate, stale },
  arms,
  batchSize,
}: {
  estimated: Estimated;
  /** How many are trained, one after the other. */
  arms: number;
  batchSize: number;
}) {
  const short = fits(estimate) === false;
  const hopeless = short ? noBatchFits(estimate, batchSize) : undefined;
  const parts = memoryParts(estimate);
  return (
    <Box
      role="status"
      aria-label={t('train.memory.label')}
      aria-busy={stale}
      sx={{ mb: 2, fontSize: 12, lineHeight: '17px', opacity: stale ? 0.5 : 1 }}
    >
      <Tooltip
        describeChild
        placement="top-start"
        title={
          <>
            {arms > 1 && <div>{t('train.arms.mostMemory', { arm })}</div>}
            {parts.map((part) => (
              <div key={part}>{part}</div>
            ))}
          </>
        }
      >
        <Box component="span" sx={{ color: short ? token('bad') : token('muted'), cursor: 'default' }}>
          {memoryWords(estimate)} {hopeless}
        </Box>
      </Tooltip>
      {short && !hopeless && estimate.fittingBatchSize !== undefined && (
        <SmallerBatch batchSize={estimate.fittingBatchSize} sx={{ display: 'flex', mt: 2 }} />
      )}
    </Box>
  );
}
