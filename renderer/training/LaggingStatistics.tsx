/** The warning of a training too short for BatchNorm's moving averages, and the button that does without them. */

import { useTrainForm } from '../settings/form';
import { notify } from '../state/notices';
import { FormWarning } from './FormWarning';

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
    <FormWarning
      label="BatchNorm statistics"
      words={words}
      button="Turn on precise BatchNorm"
      onClick={turnOn}
    />
  );
}
