import Dialog from '@mui/material/Dialog';
import { matchesWords, rankByWords, searchWords } from '../../../core/basics/search';
import type { GraphDocument } from '../../../core/graph/document';
import { groupTitle } from '../../../core/graph/group-title';
import { t } from '../../../core/messages';
import { activeDocument } from '../../state/documents';
import { ellipsis, Muted } from '../../ui';
import { SearchList } from '../../ui/SearchList';
import { reveal } from './actions';
import { useCanvasView } from './canvasView';
import { layerTitle } from './captions';

/** More would be slow to draw, and nobody reads on. */
const MOST_SHOWN = 100;

interface Found {
  id: string;
  name: string;
  title: string;
  target: { nodeId: string } | { groupId: string };
}

/** All groups, then all layers. */
export function nodesOf({ nodes, groups }: GraphDocument): Found[] {
  return [
    ...groups.map((group) => ({
      id: `group:${group.id}`,
      name: group.id,
      title: groupTitle(group, undefined),
      target: { groupId: group.id },
    })),
    ...nodes.map((node) => ({
      id: node.id,
      name: node.id,
      title: layerTitle(node),
      target: { nodeId: node.id },
    })),
  ];
}

/** Best first; those that match equally well in the order of the graph. */
export function findNodes(document: GraphDocument, query: string): Found[] {
  const words = searchWords(query);
  return nodesOf(document)
    .filter(({ name, title }) => matchesWords(words, [name, title]))
    .map((found) => ({ found, rank: rankByWords(words, found.name, [found.title]) }))
    .sort((a, b) => b.rank - a.rank)
    .slice(0, MOST_SHOWN)
    .map(({ found }) => found);
}

/** The search for a node of the graph, which goes there. */
export function FindNode() {
  const finding = useCanvasView((state) => state.finding);
  const close = () => useCanvasView.setState({ finding: false });
  return (
    <Dialog
      open={finding}
      onClose={close}
      transitionDuration={80}
      slotProps={{
        paper: {
          'aria-label': t('build.find.title'),
          'aria-labelledby': undefined,
          sx: {
            width: 460,
            maxWidth: '92vw',
            maxHeight: '62vh',
            m: 0,
            p: '8px',
            position: 'absolute',
            top: 56,
          },
        },
      }}
    >
      <SearchList
        label={t('build.find.placeholder')}
        listLabel={t('build.find.list')}
        find={(query) => {
          const open = activeDocument();
          return open ? findNodes(open.document, query) : [];
        }}
        nameOf={({ name }) => name}
        row={({ name, title }) => (
          <>
            <span style={{ flex: 1, minWidth: 0, ...ellipsis }}>{name}</span>
            {title !== name && <Muted sx={{ fontSize: 12 }}>{title}</Muted>}
          </>
        )}
        none={(query) => t('build.find.noMatches', { query })}
        onChoose={({ target }) => {
          close();
          // After the dialog has given back the focus.
          setTimeout(() => reveal(target), 0);
        }}
      />
    </Dialog>
  );
}
