import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ButtonBase from '@mui/material/ButtonBase';
import type { DocumentInfo } from '../../../core/contract/documents';
import { formatMoment } from '../../../core/format/moment';
import { formatCount } from '../../../core/format/number';
import { messageFrom, t } from '../../../core/messages';
import { openBin } from '../../bin/bin';
import { useDocuments } from '../../state/documents';
import { EmptyState, type ListColumn, ListTable, Note } from '../../ui';
import { AppDialog } from '../../ui/AppDialog';
import { token } from '../../ui/theme/tokens';
import { deleteGraph, showGraph, useDocumentDialogs } from './documents';

export function GraphsDialog() {
  const { graphsOpen, graphs, error } = useDocumentDialogs();
  const close = () => useDocumentDialogs.setState({ graphsOpen: false });
  return (
    <AppDialog
      open={graphsOpen}
      title={t('shell.graphs.title')}
      onClose={close}
      contentSx={{ minHeight: 220 }}
      aside={
        <Button
          variant="outlined"
          onClick={() => {
            close();
            openBin();
          }}
        >
          {t('shell.graphs.deleted')}
        </Button>
      }
    >
      {error && (
        <Note tone="bad" sx={{ mb: 2 }}>
          {error}
        </Note>
      )}
      {graphs?.length === 0 && <EmptyState title={t('shell.graphs.none')} />}
      {graphs && graphs.length > 0 && <Graphs graphs={graphs} />}
    </AppDialog>
  );
}

const COLUMNS: readonly ListColumn[] = [
  { label: 'shell.graphs.name' },
  { label: 'shell.graphs.nodes', number: true },
  { label: 'shell.graphs.saved' },
];

function Graphs({ graphs }: { graphs: readonly DocumentInfo[] }) {
  const open = useDocuments((state) => state.documents);
  const isOpen = new Set(open.map(({ id }) => id));
  return (
    <ListTable columns={COLUMNS}>
      {graphs.map((graph) => (
        <tr key={graph.id}>
          <td>
            <Name graph={graph} isOpen={isOpen.has(graph.id)} />
          </td>
          <td className="number">{graph.problem === undefined && formatCount(graph.nodes)}</td>
          <td>{formatMoment(graph.savedAt)}</td>
          <td>
            <Button
              variant="text"
              color="error"
              aria-label={t('shell.graphs.deleteOne', { name: graph.name })}
              onClick={() => void deleteGraph(graph.id)}
            >
              {t('shell.graphs.delete')}
            </Button>
          </td>
        </tr>
      ))}
    </ListTable>
  );
}

function Name({ graph, isOpen }: { graph: DocumentInfo; isOpen: boolean }) {
  return (
    <>
      <ButtonBase
        onClick={() => void showGraph(graph.id)}
        sx={{
          fontSize: 13,
          fontWeight: 500,
          textAlign: 'left',
          color: token('accent'),
          '&:hover': { textDecoration: 'underline' },
        }}
      >
        {graph.name}
      </ButtonBase>
      <Box component="span" sx={{ color: token('muted'), ml: 2, fontSize: 12 }}>
        {[graph.preset?.style, isOpen && t('shell.graphs.open')].filter(Boolean).join(' · ')}
      </Box>
      {graph.problem !== undefined && (
        <Box sx={{ color: token('bad'), fontSize: 12 }}>
          {t('shell.graphs.cannotOpen', { problem: messageFrom(graph.problem) })}
        </Box>
      )}
    </>
  );
}
