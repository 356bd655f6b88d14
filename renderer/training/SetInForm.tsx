/** Values of the form that are offered at a click, where others did not do. */
import Button from '@mui/material/Button';
import type { SxProps, Theme } from '@mui/material/styles';
import { useTrainForm } from '../settings/form';
import { notify } from '../state/notices';

export function SetInForm({
  change,
  texts,
  sx,
}: {
  /** What to set in the draft, by key. */
  change: Readonly<Record<string, string>>;
  /** On the button, in the notice after it, and on the button once the form has the values. */
  texts: { offer: string; done: string; taken: string };
  sx?: SxProps<Theme> | undefined;
}) {
  const set = useTrainForm((form) => form.set);
  const taken = useTrainForm((form) =>
    Object.entries(change).every(([key, value]) => form.draft[key] === value),
  );
  return (
    <Button
      variant="outlined"
      disabled={taken}
      onClick={(event) => {
        event.stopPropagation();
        set(change);
        notify({ severity: 'success', text: texts.done });
      }}
      sx={sx ?? []}
    >
      {taken ? texts.taken : texts.offer}
    </Button>
  );
}
