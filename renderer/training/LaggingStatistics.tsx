/** The warning of a training too short for BatchNorm's moving averages, and the button that does without them. */

import { t } from '../../core/messages';
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
      text: t('train.lagging.done', { batches: Number(batches) }),
      action: { label: t('common.undo'), perform: () => set({ 'preciseBatchNorm.on': false }) },
    });
  };
  return (
    <FormWarning
      label={t('train.lagging.title')}
      words={words}
      button={t('train.lagging.button')}
      onClick={turnOn}
    />
  );
}
