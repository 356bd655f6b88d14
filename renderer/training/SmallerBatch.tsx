/** The offer where a batch is too large for the memory: one that fits, at a click. */
import type { SxProps, Theme } from '@mui/material/styles';
import { t } from '../../core/messages';
import { SetInForm } from './SetInForm';

export const SmallerBatch = ({ batchSize: size, sx }: { batchSize: number; sx?: SxProps<Theme> }) => (
  <SetInForm
    change={{ batchSize: String(size) }}
    texts={{
      offer: t('train.offer.batchSize', { size }),
      done: t('train.offer.batchSizeSet', { size }),
      taken: t('train.offer.batchSizeTaken', { size }),
    }}
    sx={sx}
  />
);
