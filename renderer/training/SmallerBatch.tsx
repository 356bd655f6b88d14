/** The offer where a batch is too large for the memory: one that fits, at a click. */
import Button from '@mui/material/Button';
import type { SxProps, Theme } from '@mui/material/styles';
import { formatCount } from '../charts/format';
import { notify } from '../state/notices';
import { useTrainForm } from './form';

export function SmallerBatch({ batchSize, sx }: { batchSize: number; sx?: SxProps<Theme> }) {
  const set = useTrainForm((form) => form.set);
  const taken = useTrainForm((form) => form.draft.batchSize === String(batchSize));
  return (
    <Button
      variant="outlined"
      disabled={taken}
      onClick={(event) => {
        event.stopPropagation();
        set({ batchSize: String(batchSize) });
        notify({
          severity: 'success',
          text: `Batch size set to ${formatCount(batchSize)}. Start training when you like.`,
        });
      }}
      sx={sx ?? []}
    >
      {taken
        ? `Batch size is ${formatCount(batchSize)} now`
        : `Use batch size ${formatCount(batchSize)}, which fits`}
    </Button>
  );
}
