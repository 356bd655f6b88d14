import Box from '@mui/material/Box';
import { t } from '../../core/messages';
import { unsavedKey } from '../client/documents';
import { useActiveDocument } from '../state/documents';
import { useUnsaved } from '../state/unsaved';
import { token } from '../ui/theme/tokens';

export function SaveStatus() {
  const id = useActiveDocument()?.id;
  const thing = useUnsaved((state) => (id === undefined ? undefined : state.things[unsavedKey(id)]));
  if (id === undefined) return null;
  const status = thing?.problem ? 'shell.save.notSaved' : thing ? 'shell.save.saving' : 'shell.save.saved';
  return (
    <Box
      component="span"
      role="status"
      // Each edit is saved; only what cannot be is announced, by the bar above.
      aria-live="off"
      aria-label={t('shell.save.label')}
      title={thing?.problem ? `${thing.problem.why} ${thing.problem.next}` : undefined}
      sx={{ flexShrink: 0, minWidth: 52, textAlign: 'right', color: token(thing?.problem ? 'bad' : 'muted') }}
    >
      {t(status)}
    </Box>
  );
}
