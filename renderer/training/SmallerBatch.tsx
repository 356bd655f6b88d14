/** The offer where a batch is too large for the memory: one that fits, at a click. */
import type { SxProps, Theme } from '@mui/material/styles';
import { formatCount } from '../../core/format/number';
import { SetInForm } from './SetInForm';

export const SmallerBatch = ({ batchSize, sx }: { batchSize: number; sx?: SxProps<Theme> }) => (
  <SetInForm
    change={{ batchSize: String(batchSize) }}
    name={`Batch size ${formatCount(batchSize)}`}
    why="which fits"
    sx={sx}
  />
);
