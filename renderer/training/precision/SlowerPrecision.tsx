/** The warning that the chosen precision is slower than float32 on this device, and the button that changes it. */

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
      text: 'Precision is auto: the fastest on this device.',
      action: { label: 'Undo', perform: () => set({ precision: chosen! }) },
    });
  };
  return <FormWarning label="Precision" words={words} button="Use the fastest precision" onClick={change} />;
}
