import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { Plus, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { changesNetwork } from '../../core/edit/describe-change';
import { t } from '../../core/messages';
import { openKept, unsavedKey } from '../client/documents';
import { commandsById } from '../commands/registry';
import { type Point, PointMenu } from '../layout/PointMenu';
import { GRAPH_TYPE, type OpenDocument, openEmpty, useDocuments } from '../state/documents';
import { useNavigation } from '../state/navigation';
import { notify } from '../state/notices';
import { useSelection } from '../state/selection';
import { useUnsaved } from '../state/unsaved';
import { focusRing } from '../ui/theme/theme';
import { token } from '../ui/theme/tokens';
import { useTabDrop } from './useTabDrop';

/** Ids of commands; lines between the groups. */
const MENU = [
  ['edit.rename', 'file.save', 'file.history'],
  ['view.beside', 'ablate.twin', 'graph.compare'],
  ['file.tab-left', 'file.tab-right'],
  ['file.close', 'file.delete'],
];

/** Pixels between tabs. */
const GAP = 2;

export function DocumentTabs() {
  const [menu, setMenu] = useState<Point>();
  const list = useRef<HTMLElement>(null);
  const { mark, handlers } = useTabDrop(list);
  const documents = useDocuments((state) => state.documents);
  const activeId = useDocuments((state) => state.activeId);
  return (
    <Box
      {...handlers}
      // The wheel scrolls; a scrollbar would take too much room.
      onWheel={(event) => event.currentTarget.scrollBy({ left: event.deltaY })}
      sx={{
        flex: 1,
        minWidth: 0,
        display: 'flex',
        alignItems: 'center',
        gap: `${GAP}px`,
        overflowX: 'auto',
        scrollbarWidth: 'none',
        py: 1,
      }}
    >
      <Box
        ref={list}
        role="tablist"
        aria-label={t('shell.tabs.label')}
        onKeyDown={walkTabs}
        sx={{
          display: 'flex',
          gap: `${GAP}px`,
          flexShrink: 0,
          position: 'relative',
          ...(mark !== undefined && {
            '&::after': {
              content: '""',
              position: 'absolute',
              left: Math.max(0, mark - GAP),
              insetBlock: 0,
              width: GAP,
              borderRadius: '1px',
              backgroundColor: token('accent'),
            },
          }),
        }}
      >
        {documents.map((open) => (
          <Tab
            key={open.id}
            open={open}
            current={open.id === activeId}
            onMenu={(at) => {
              show(open.id);
              useSelection.getState().select({});
              setMenu(at);
            }}
          />
        ))}
      </Box>
      <PointMenu
        label={t('shell.tabs.menu', {
          name: documents.find(({ id }) => id === activeId)?.document.name ?? '',
        })}
        at={menu}
        groups={MENU.map(commandsById)}
        onClose={() => setMenu(undefined)}
      />
      <Tooltip title={t('commands.newGraph')}>
        <IconButton
          aria-label={t('commands.newGraph')}
          onClick={() => show(openEmpty())}
          // Always in sight.
          sx={{ position: 'sticky', right: 0, '&, &:hover': { backgroundColor: token('panel') } }}
        >
          <Plus size={16} />
        </IconButton>
      </Tooltip>
    </Box>
  );
}

/** Arrow keys go from tab to tab; only the current one is a Tab stop. */
function walkTabs(event: KeyboardEvent<HTMLElement>) {
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
  const at = tabs.indexOf(document.activeElement as HTMLElement);
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    Home: 0,
    End: tabs.length - 1,
  };
  const next = steps[event.key];
  if (next === undefined) return;
  // The canvas would move its selection.
  event.preventDefault();
  tabs.at(next % tabs.length)?.focus();
}

function show(id: string) {
  useDocuments.getState().activate(id);
  useNavigation.getState().go('build');
}

/** The notice reopens the graph. */
export function closeDocument(open: OpenDocument) {
  const { close } = useDocuments.getState();
  close(open.id);
  if (open.document.nodes.length === 0) return;
  notify({
    severity: 'info',
    text: t('shell.tabs.closed', { name: open.document.name }),
    action: {
      label: t('shell.tabs.reopen'),
      perform: () => {
        if (open.untouched) show(useDocuments.getState().open(open.document, true));
        else void openKept(open.id).then((isOpen) => isOpen && show(open.id));
      },
    },
  });
}

/** That a preset is no longer what it is called: edited, or with parts removed from its network. */
function TabNote({ open: { document, history } }: { open: OpenDocument }) {
  const edited = history.past.some(({ forth }) => changesNetwork(forth));
  const count =
    document.edges.filter(({ muted }) => muted).length +
    document.nodes.filter(({ bypassed }) => bypassed).length;
  if (!edited && count === 0) return null;
  const key =
    count === 0 ? 'shell.tabs.edited' : edited ? 'shell.tabs.editedAndRemoved' : 'shell.tabs.removed';
  return (
    <Box
      component="span"
      sx={{ color: token(count > 0 ? 'shortcutText' : 'muted'), flexShrink: 0, fontSize: 12 }}
    >
      {t(key, { count })}
    </Box>
  );
}

function Tab({ open, current, onMenu }: { open: OpenDocument; current: boolean; onMenu(at: Point): void }) {
  const { document } = open;
  const { name, preset } = document;
  const failed = useUnsaved((state) => state.things[unsavedKey(open.id)]?.problem !== undefined);
  const ref = useRef<HTMLElement>(null);
  // The current tab is never scrolled out of view, nor its end when an edit makes it wider.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the graph decides the width
  useEffect(() => {
    if (current) ref.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current, document]);
  return (
    <Box
      ref={ref}
      role="presentation"
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(GRAPH_TYPE, open.id);
        event.dataTransfer.effectAllowed = 'move';
      }}
      sx={{
        display: 'flex',
        alignItems: 'center',
        height: 30,
        flexShrink: 0,
        // Not below the button for a new graph.
        scrollMarginRight: '34px',
        borderRadius: '7px',
        color: token(current ? 'text' : 'muted'),
        backgroundColor: current ? token('raised') : 'transparent',
        '&:hover': { backgroundColor: token('raised'), '& .close': { opacity: 1 } },
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu({ x: event.clientX, y: event.clientY });
      }}
      onAuxClick={(event) => event.button === 1 && closeDocument(open)}
    >
      <Box
        component="button"
        role="tab"
        aria-selected={current}
        tabIndex={current ? 0 : -1}
        aria-label={
          failed ? t('shell.tabs.notSaved', { name: preset ? `${name} ${preset.style}` : name }) : undefined
        }
        aria-keyshortcuts="Delete"
        onClick={() => show(open.id)}
        onKeyDown={(event) => {
          // After a click, the key is not meant for the tab.
          if (event.key !== 'Delete' || !event.currentTarget.matches(':focus-visible')) return;
          // The canvas would delete its selection.
          event.stopPropagation();
          const list = event.currentTarget.closest('[role="tablist"]');
          closeDocument(open);
          requestAnimationFrame(() => list?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
        }}
        sx={{
          all: 'unset',
          cursor: 'default',
          pl: 3,
          pr: '2px',
          height: 30,
          display: 'flex',
          alignItems: 'center',
          gap: 2,
          maxWidth: 260,
          '&:focus-visible': { ...focusRing, borderRadius: '7px' },
        }}
      >
        <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
          {name}
        </Box>
        {preset && (
          <Box component="span" sx={{ color: token('muted') }}>
            {preset.style}
          </Box>
        )}
        {preset && <TabNote open={open} />}
        {failed && (
          <Box
            component="span"
            aria-hidden
            sx={{ width: 5, height: 5, borderRadius: '50%', backgroundColor: token('bad'), flexShrink: 0 }}
          />
        )}
      </Box>
      <IconButton
        className="close"
        // A tab list may hold only tabs: the keyboard closes one by Delete.
        aria-hidden="true"
        tabIndex={-1}
        title={t('shell.tabs.close', { name })}
        onClick={() => closeDocument(open)}
        sx={{ width: 22, height: 22, mr: '4px', opacity: current ? 0.7 : 0 }}
      >
        <X size={13} />
      </IconButton>
    </Box>
  );
}
