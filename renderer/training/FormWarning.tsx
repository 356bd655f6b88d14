import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { TriangleAlert } from 'lucide-react';
import { t } from '../../core/messages';
import { useTrainForm } from '../settings/form';
import { notify } from '../state/notices';
import { Note } from '../ui';
import { token } from '../ui/theme/tokens';

/** A warning about the form, with a button that changes it. */
export function FormWarning({
  label,
  words,
  button,
  done,
  change,
}: {
  /** Accessible name. */
  label: string;
  words: string;
  button: string;
  /** Shown after the change, with an undo. */
  done: string;
  /** Fields of the draft, by key. */
  change: Readonly<Record<string, string | boolean>>;
}) {
  const { draft, set } = useTrainForm();
  const before = Object.fromEntries(Object.keys(change).map((key) => [key, draft[key]!]));
  const apply = () => {
    set(change);
    notify({
      severity: 'success',
      text: done,
      action: { label: t('common.undo'), perform: () => set(before) },
    });
  };
  return (
    <Note role="status" aria-label={label} tone="warning">
      <Box sx={{ display: 'flex', gap: '6px', '& > svg': { flexShrink: 0, mt: '2px' } }}>
        <TriangleAlert size={13} aria-hidden />
        {words}
      </Box>
      <Button variant="outlined" fullWidth onClick={apply} sx={{ mt: 2, color: token('text') }}>
        {button}
      </Button>
    </Note>
  );
}
