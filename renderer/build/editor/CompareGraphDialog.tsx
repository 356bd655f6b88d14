/** Chooses the open graph that the shown one is compared with. */
import Button from '@mui/material/Button';
import { t } from '../../../core/messages';
import { useActiveDocument, useDocuments } from '../../state/documents';
import { compareWith, useComparedGraph } from '../../state/graphDiff';
import { Note } from '../../ui';
import { AppDialog } from '../../ui/AppDialog';

export function CompareGraphDialog() {
  const choosing = useComparedGraph((state) => state.choosing);
  const documents = useDocuments((state) => state.documents);
  const active = useActiveDocument();
  if (!choosing || !active) return null;
  const others = documents.filter(({ id }) => id !== active.id);
  return (
    <AppDialog
      maxWidth="xs"
      title={t('diff.view.choose', { name: active.document.name })}
      onClose={() => useComparedGraph.setState({ choosing: false })}
      closeKey="common.cancel"
    >
      {others.map(({ id, document }) => (
        <Button
          key={id}
          fullWidth
          variant="outlined"
          sx={{ mb: 2, justifyContent: 'flex-start' }}
          onClick={() => compareWith({ documentId: active.id, name: document.name, graph: document })}
        >
          {document.name}
        </Button>
      ))}
      <Note>{t(others.length > 0 ? 'diff.view.versionsToo' : 'diff.view.openAnother')}</Note>
    </AppDialog>
  );
}
