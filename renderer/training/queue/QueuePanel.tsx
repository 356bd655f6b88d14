/** The queue of all studies: what trains now, what waits, what was set aside. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import type { Queue } from '../../../core/contract/queue';
import { t } from '../../../core/messages';
import { pauseQueue, useQueue } from '../../client/queue';
import { useRuns } from '../../client/runs';
import { resumeRuns } from '../../runs/actions';
import { setSectionOpen, useSections } from '../../state/sections';
import { Panel } from '../../ui';
import { FoldButton } from '../../ui/FoldButton';
import { SMALL_BUTTON } from '../smallButton';
import { canGoOn, hasFailed, type Listed, listed, trains } from './entries';
import { QueueRow } from './QueueRow';
import { SlotsChoice } from './SlotsChoice';

const SECTION = 'train.queue';

/** Nothing, while the cards of the shown study show all there is. */
export function QueuePanel({ studyId }: { studyId: string | undefined }) {
  const queue = useQueue();
  const { runs } = useRuns();
  const entries = listed(queue?.entries ?? [], runs);
  const waiting = entries.filter((one) => !trains(one));
  const others = entries.some(({ run }) => run.studyId !== studyId);
  const chosen = useSections((state) => state.open[SECTION]);
  if (!queue || (waiting.length === 0 && !others)) return null;
  const open = chosen ?? others;
  const counts = {
    training: entries.filter(trains).length,
    waiting: waiting.filter(({ state }) => state === 'queued').length,
    other: waiting.filter(({ state }) => state !== 'queued').length,
  };
  return (
    <Panel
      aria-label={t('train.queue.title')}
      title={
        <FoldButton
          open={open}
          onClick={() => setSectionOpen(SECTION, !open)}
          sx={{ ml: '-4px', textAlign: 'left' }}
        >
          <Box component="span" sx={{ fontSize: 13, fontWeight: 600 }}>
            {t('train.queue.title')}
          </Box>
          <Box component="span" sx={{ ml: 1 }}>
            {t(counts.other > 0 ? 'train.queue.countsMore' : 'train.queue.counts', counts)}
          </Box>
        </FoldButton>
      }
      action={open && <QueueActions queue={queue} entries={entries} />}
      sx={open ? undefined : { '& > div': { mb: 0 }, py: '9px' }}
    >
      {open && <QueueList entries={entries} />}
    </Panel>
  );
}

function QueueActions({ queue, entries }: { queue: Queue; entries: readonly Listed[] }) {
  const paused = entries.filter(canGoOn);
  const failed = entries.filter(hasFailed);
  const resume = (some: readonly Listed[]) => resumeRuns(some.map(({ run }) => run));
  const action = (label: string, act: () => Promise<unknown>) => (
    <Button variant="outlined" onClick={() => void act()} sx={SMALL_BUTTON}>
      {label}
    </Button>
  );
  return (
    <>
      <SlotsChoice plain slots={queue.slots} label={t('train.queue.slots')} />
      {failed.length > 0 &&
        action(t('train.queue.resumeFailed', { count: failed.length }), () => resume(failed))}
      {paused.length > 0 &&
        action(t('train.queue.resumePaused', { count: paused.length }), () => resume(paused))}
      {entries.some((one) => trains(one) || one.state === 'queued') &&
        action(t('train.queue.pauseAll'), pauseQueue)}
    </>
  );
}

function QueueList({ entries }: { entries: readonly Listed[] }) {
  const [dragged, setDragged] = useState<string>();
  return (
    <Box
      component="ol"
      aria-label={t('train.queue.title')}
      sx={{ m: 0, p: 0, listStyle: 'none', maxHeight: 320, overflowY: 'auto' }}
    >
      {entries.map((one) => (
        <QueueRow key={one.runId} entry={one} entries={entries} dragged={dragged} onDrag={setDragged} />
      ))}
    </Box>
  );
}
