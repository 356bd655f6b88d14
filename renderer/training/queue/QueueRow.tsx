/** One run of the queue: dragged, or moved with the arrow keys on its handle. */
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import { GripVertical } from 'lucide-react';
import { useRef, useState } from 'react';
import { MOST_FAILURES } from '../../../core/contract/queue';
import { joinSome, t } from '../../../core/messages';
import { LOCAL, nameOf } from '../../../core/study/run';
import { changeRuns, moveRun, setPriority } from '../../client/queue';
import { useRunColor } from '../../client/runs';
import { resumeRuns } from '../../runs/actions';
import { stateName } from '../../runs/stateName';
import { Dot, Muted, Tag } from '../../ui';
import { ButtonMenu } from '../../ui/ButtonMenu';
import { MoreButton } from '../../ui/MoreButton';
import { token } from '../../ui/theme/theme';
import { placeName } from '../where/words';
import { canGoOn, hasFailed, type Listed, type Place, placeAt, placeOn, trains } from './entries';

const KEYS = { ArrowUp: 'up', ArrowDown: 'down', Home: 'first', End: 'last' } as const;

export function QueueRow({
  entry,
  entries,
  dragged,
  onDrag,
}: {
  entry: Listed;
  entries: readonly Listed[];
  /** Id of the run that is being dragged. */
  dragged: string | undefined;
  onDrag(id: string | undefined): void;
}) {
  const { run, runId } = entry;
  const color = useRunColor()(run);
  const handle = useRef<HTMLButtonElement>(null);
  const name = nameOf(run);
  const move = async ({ before }: Place) => {
    await moveRun(runId, before);
    // The row may have been put elsewhere in the page, which takes the focus away.
    handle.current?.focus();
  };
  const target = dragged === undefined ? undefined : placeOn(entries, dragged, entry);
  const waits = !trains(entry);
  const places = waits ? entry.places : [run.where ?? LOCAL];
  return (
    <Box
      component="li"
      draggable={waits}
      onDragStart={() => onDrag(runId)}
      onDragEnd={() => onDrag(undefined)}
      onDragOver={(event: React.DragEvent) => target && event.preventDefault()}
      onDrop={(event: React.DragEvent) => {
        event.preventDefault();
        if (dragged !== undefined && target) void moveRun(dragged, target.before);
        onDrag(undefined);
      }}
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: '8px',
        minHeight: 32,
        borderTop: `1px solid ${token('line')}`,
        opacity: dragged === runId ? 0.5 : 1,
      }}
    >
      <IconButton
        ref={handle}
        disabled={!waits}
        aria-label={t('train.queue.move', { run: name })}
        title={t('train.queue.moveHelp')}
        onKeyDown={(event) => {
          const to = KEYS[event.key as keyof typeof KEYS];
          if (!to) return;
          event.preventDefault();
          const place = placeAt(entries, entry, to);
          if (place) void move(place);
        }}
        sx={{ width: 20, height: 24, cursor: 'grab', visibility: waits ? 'visible' : 'hidden' }}
      >
        <GripVertical size={14} />
      </IconButton>
      <Dot color={color} />
      <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
        {name} <Muted>{run.studyName}</Muted>
      </Box>
      {entry.priority !== 0 && <Tag>{t('train.queue.priority', { priority: entry.priority })}</Tag>}
      <Box sx={{ color: token(hasFailed(entry) ? 'bad' : 'muted'), whiteSpace: 'nowrap' }}>
        {entry.aside ? t('train.queue.aside', { count: MOST_FAILURES }) : stateName(run)}
        {entry.owner === 'elsewhere' && ` · ${t('train.queue.elsewhere')}`}
        {places.some((place) => place !== LOCAL) && ` · ${joinSome(places.map(placeName))}`}
      </Box>
      <RowMenu entry={entry} entries={entries} name={name} onMove={(place) => void move(place)} />
    </Box>
  );
}

function RowMenu({
  entry,
  entries,
  name,
  onMove,
}: {
  entry: Listed;
  entries: readonly Listed[];
  name: string;
  onMove(place: Place): void;
}) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { runId, priority } = entry;
  const first = placeAt(entries, entry, 'first');
  const last = placeAt(entries, entry, 'last');
  const item = (label: string, act: () => void) => (
    <MenuItem
      key={label}
      onClick={() => {
        setAnchor(null);
        act();
      }}
    >
      {label}
    </MenuItem>
  );
  const change = (how: Parameters<typeof changeRuns>[0]) => () => void changeRuns(how, [runId]);
  const active = trains(entry) || entry.state === 'queued';
  return (
    <>
      <MoreButton label={t('train.queue.menu', { run: name })} isOpen={anchor !== null} onOpen={setAnchor} />
      <ButtonMenu anchor={anchor} onClose={() => setAnchor(null)}>
        {first && item(t('train.queue.first'), () => onMove(first))}
        {last && item(t('train.queue.last'), () => onMove(last))}
        {item(t('train.queue.higher'), () => void setPriority(runId, priority + 1))}
        {item(t('train.queue.lower'), () => void setPriority(runId, priority - 1))}
        {(hasFailed(entry) || canGoOn(entry)) &&
          item(t('train.resume.resume'), () => void resumeRuns([entry.run]))}
        {active && item(t(trains(entry) ? 'train.queue.pause' : 'train.queue.skip'), change('skip'))}
        {item(t(trains(entry) ? 'train.queue.stop' : 'train.queue.remove'), change('remove'))}
      </ButtonMenu>
    </>
  );
}
