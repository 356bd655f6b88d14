/** The warning of a training too short for BatchNorm's moving averages, and the button that does without them. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { TriangleAlert } from 'lucide-react';
import { notify } from '../state/notices';
import { token } from '../theme/tokens';
import { useTrainForm } from './form';

export function LaggingStatistics({ words }: { words: string }) {
  const set = useTrainForm((form) => form.set);
  const batches = useTrainForm((form) => form.draft['preciseBatchNorm.batches']);
  const turnOn = () => {
    set({ 'preciseBatchNorm.on': true });
    notify({
      severity: 'success',
      text: `Before each validation, BatchNorm statistics are re-estimated from up to ${batches} training batches.`,
      action: { label: 'Undo', perform: () => set({ 'preciseBatchNorm.on': false }) },
    });
  };
  return (
    <Box
      role="status"
      aria-label="BatchNorm statistics"
      sx={{ mb: 3, fontSize: 12, lineHeight: '17px', color: token('warning') }}
    >
      <Box sx={{ display: 'flex', gap: '6px' }}>
        <Box component="span" sx={{ flexShrink: 0, pt: '2px' }}>
          <TriangleAlert size={13} aria-hidden />
        </Box>
        <span>{words}</span>
      </Box>
      <Button variant="outlined" fullWidth onClick={turnOn} sx={{ mt: 2, color: token('text') }}>
        Turn on precise BatchNorm
      </Button>
    </Box>
  );
}
