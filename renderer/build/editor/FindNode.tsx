import Dialog from '@mui/material/Dialog';
import { useMemo } from 'react';
import { matchesWords, rankByWords, searchWords } from '../../../core/basics/search';
import type { GraphDocument } from '../../../core/graph/document';
import { groupTitle } from '../../../core/graph/group-title';
import { t } from '../../../core/messages';
import { activeDocument } from '../../state/documents';
import { ellipsis, Muted } from '../../ui';
import { SearchList } from '../../ui/SearchList';
import { connectByHand, reveal } from './actions';
import { refusal } from './adding';
import { useCanvasView } from './canvasView';
import { layerTitle } from './captions';
import { groupKey, groupOfKey } from './outline';

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
      id: groupKey(group.id),
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
export function findNodes(document: GraphDocument, query: string, among?: ReadonlySet<string>): Found[] {
  const words = searchWords(query);
  return nodesOf(document)
    .filter(({ id }) => among === undefined || among.has(id))
    .filter(({ name, title }) => matchesWords(words, [name, title]))
    .map((found) => ({ found, rank: rankByWords(words, found.name, [found.title]) }))
    .sort((a, b) => b.rank - a.rank)
    .slice(0, MOST_SHOWN)
    .map(({ found }) => found);
}

/** Those that the item's output may feed. */
export function targetsOf(document: GraphDocument, from: string): ReadonlySet<string> {
  const ids = nodesOf(document).map(({ id }) => id);
  return new Set(ids.filter((to) => to !== from && refusal(document, from, to) === undefined));
}

/** The search for a node of the graph, which goes there. */
export function FindNode() {
  const finding = useCanvasView((state) => state.finding);
  return (
    <NodeDialog
      open={finding}
      title={t('build.find.title')}
      onClose={() => useCanvasView.setState({ finding: false })}
      onChoose={({ target }) => reveal(target)}
    />
  );
}

/** An edge by keyboard: from the selected item to the one that is chosen. */
export function ConnectTo() {
  const from = useCanvasView((state) => state.connecting);
  const document = activeDocument()?.document;
  const targets = useMemo(
    () => (from !== undefined && document ? targetsOf(document, from) : undefined),
    [from, document],
  );
  return (
    <NodeDialog
      open={targets !== undefined}
      title={t('build.find.connect', { from: groupOfKey(from ?? '') ?? from ?? '' })}
      among={targets}
      onClose={() => useCanvasView.setState({ connecting: undefined })}
      onChoose={({ id }) => from !== undefined && connectByHand(from, id)}
    />
  );
}

function NodeDialog({
  open,
  title,
  among,
  onClose,
  onChoose,
}: {
  open: boolean;
  title: string;
  /** Ids of those that are listed; default: all. */
  among?: ReadonlySet<string> | undefined;
  onClose(): void;
  onChoose(found: Found): void;
}) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      transitionDuration={80}
      slotProps={{
        paper: {
          'aria-label': title,
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
        label={among ? title : t('build.find.placeholder')}
        listLabel={t('build.find.list')}
        find={(query) => {
          const open = activeDocument();
          return open ? findNodes(open.document, query, among) : [];
        }}
        nameOf={({ name }) => name}
        row={({ name, title }) => (
          <>
            <span style={{ flex: 1, minWidth: 0, ...ellipsis }}>{name}</span>
            {title !== name && <Muted sx={{ fontSize: 12 }}>{title}</Muted>}
          </>
        )}
        none={(query) =>
          among && query === '' ? t('build.find.noTargets') : t('build.find.noMatches', { query })
        }
        onChoose={(found) => {
          onClose();
          // After the dialog has given back the focus.
          setTimeout(() => onChoose(found), 0);
        }}
      />
    </Dialog>
  );
}
