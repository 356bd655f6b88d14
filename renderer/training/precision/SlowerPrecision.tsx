/** The warning that the chosen precision is slower than float32 on this device, and the button that changes it. */

import { t } from '../../../core/messages';
import { useTrainForm } from '../../settings/form';
import { notify } from '../../state/notices';
import { FormWarning } from '../FormWarning';

export function SlowerPrecision({ words }: { words: string }) {
  const set = useTrainForm((form) => form.set);
  const chosen = useTrainForm((form) => form.draft.precision);
  const change = () => {
    set({ precision: 'auto' });
    notify({
      severity: 'success',
      text: t('train.precision.autoSet'),
      action: { label: t('common.undo'), perform: () => set({ precision: chosen! }) },
    });
  };
  return (
    <FormWarning
      label={t('train.precision.title')}
      words={words}
      button={t('train.precision.useFastest')}
      onClick={change}
    />
  );
}
