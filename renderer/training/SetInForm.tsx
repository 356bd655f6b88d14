/** Values of the form that are offered at a click, where others did not do. */
import Button from '@mui/material/Button';
import type { SxProps, Theme } from '@mui/material/styles';
import { useTrainForm } from '../settings/form';
import { notify } from '../state/notices';

export function SetInForm({
  change,
  name,
  why,
  sx,
}: {
  /** Of the draft, by key. */
  change: Readonly<Record<string, string>>;
  /** "Batch size 64", as a sentence begins. */
  name: string;
  /** Behind the name on the button: "which fits". */
  why?: string;
  sx?: SxProps<Theme> | undefined;
}) {
  const set = useTrainForm((form) => form.set);
  const taken = useTrainForm((form) =>
    Object.entries(change).every(([key, value]) => form.draft[key] === value),
  );
  const inside = name.charAt(0).toLowerCase() + name.slice(1);
  return (
    <Button
      variant="outlined"
      disabled={taken}
      onClick={(event) => {
        event.stopPropagation();
        set(change);
        notify({ severity: 'success', text: `${name} stands in the form. Start training when you like.` });
      }}
      sx={sx ?? []}
    >
      {taken ? `${name} stands in the form` : `Use ${inside}${why ? `, ${why}` : ''}`}
    </Button>
  );
}
