/** Beside Start: how much memory the training needs, and a batch size that fits if this one does not. */
import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { t } from '../../core/messages';
import { fits, memoryParts, memoryWords, noBatchFits } from '../memory/describeMemory';
import type { Estimated } from '../memory/useMemoryEstimate';
import { Note } from '../ui';
import { token } from '../ui/theme/tokens';
import { SmallerBatch } from './SmallerValue';

export function MemoryLine({
  estimated: { arm, estimate, stale },
  arms,
  batchSize,
}: {
  estimated: Estimated;
  arms: number;
  batchSize: number;
}) {
  const short = fits(estimate) === false;
  const hopeless = short ? noBatchFits(estimate, batchSize) : undefined;
  return (
    <Note
      role="status"
      aria-label={t('train.memory.label')}
      aria-busy={stale}
      sx={{ opacity: stale ? 0.5 : 1 }}
    >
      <Tooltip
        describeChild
        placement="top-start"
        title={
          <>
            {arms > 1 && <div>{t('train.arms.mostMemory', { arm })}</div>}
            {memoryParts(estimate).map((part) => (
              <div key={part}>{part}</div>
            ))}
          </>
        }
      >
        <Box component="span" sx={{ color: token(short ? 'bad' : 'muted'), cursor: 'default' }}>
          {memoryWords(estimate)} {hopeless}
        </Box>
      </Tooltip>
      {short && !hopeless && estimate.fittingBatchSize !== undefined && (
        <SmallerBatch batchSize={estimate.fittingBatchSize} sx={{ display: 'flex', mt: 2 }} />
      )}
    </Note>
  );
}
