/** Start, Pause and Stop; above them how long it will take, or why it cannot start, and what to know before. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { ListPlus, Pause, Play, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../../core/messages';
import { LOCAL, type RunRecord } from '../../core/study/run';
import { engineWords, useEngineStatus } from '../client/engine';
import { resumeRuns } from '../runs/actions';
import { dismissStartError, pause, stop, useStart } from '../runs/start';
import { usePlaces } from '../state/places';
import { Note } from '../ui';
import { type StartNote, StartNotes } from './StartNotes';
import { WhereChoice } from './where/WhereChoice';

export function StartBar({
  active,
  blocked,
  plan,
  paused,
  costs,
  notes,
  onStart,
}: {
  active: boolean;
  /** Why it cannot start now. */
  blocked: string | undefined;
  /** How many runs it is, and how long they take. */
  plan: string;
  paused: readonly RunRecord[];
  /** The study's matrix, before it trains and while it does. */
  costs?: ReactNode;
  notes: readonly StartNote[];
  onStart(): void;
}) {
  const engine = useEngineStatus();
  const { phase, error } = useStart();
  const starting = phase === 'places' || phase === 'data' || phase === 'engine' || phase === 'starting';
  const ready = !starting && !active;
  const busy = phase === 'stopping' || phase === 'pausing';
  const resumes = paused.length > 0;
  const here = usePlaces(({ on }) => on.includes(LOCAL));
  const firstTime = here && engine.status?.state === 'missing' ? ` ${t('train.plan.firstTime')}` : '';
  return (
    <>
      {/* The buttons below stay where they are, however much is said above them. */}
      <Box sx={{ maxHeight: 'min(260px, 34vh)', overflowY: 'auto', mx: '-7px', px: '7px' }}>
        {!starting && here && engine.status?.state === 'broken' && (
          <Note tone="bad" sx={{ mb: 2 }}>
            {engineWords(engine)}
          </Note>
        )}
        {error && (
          <Note tone="bad" sx={{ mb: 2 }}>
            {error}{' '}
            <Button
              variant="text"
              onClick={dismissStartError}
              sx={{ minHeight: 20, px: '6px', fontSize: 12 }}
            >
              {t('train.start.dismiss')}
            </Button>
          </Note>
        )}
        {ready && (
          <Note id="train-plan" sx={{ mb: 2 }}>
            {blocked ?? `${plan}${firstTime}`}
          </Note>
        )}
        {ready && <StartNotes notes={notes} />}
        {!starting && costs}
      </Box>
      {active && !starting && (
        <Button
          variant="text"
          fullWidth
          startIcon={<ListPlus size={14} />}
          disabled={busy || blocked !== undefined}
          title={blocked ?? plan}
          onClick={onStart}
          sx={{ mb: 2 }}
        >
          {t('train.start.queue')}
        </Button>
      )}
      {!starting && <WhereChoice />}
      <Box sx={{ display: 'flex', gap: 2 }}>
        {!ready ? (
          <>
            <Button
              variant="outlined"
              fullWidth
              startIcon={<Pause size={13} />}
              disabled={!active || busy}
              onClick={() => void pause()}
            >
              {t(phase === 'pausing' ? 'train.start.pausing' : 'train.start.pause')}
            </Button>
            <Button
              variant="outlined"
              fullWidth
              startIcon={<Square size={12} />}
              disabled={busy}
              onClick={() => void stop()}
            >
              {t(phase === 'stopping' ? 'train.start.stopping' : 'train.start.stop')}
            </Button>
          </>
        ) : (
          <>
            {resumes && (
              <Button
                variant="contained"
                color="primary"
                fullWidth
                startIcon={<Play size={14} />}
                disabled={phase !== 'idle'}
                onClick={() => void resumeRuns(paused)}
              >
                {t('train.resume.runs', { count: paused.length })}
              </Button>
            )}
            <Button
              variant={resumes ? 'outlined' : 'contained'}
              color={resumes ? 'inherit' : 'primary'}
              fullWidth
              startIcon={!resumes && <Play size={14} />}
              disabled={phase !== 'idle' || blocked !== undefined}
              aria-describedby="train-plan"
              onClick={onStart}
            >
              {t('train.start.start')}
            </Button>
          </>
        )}
      </Box>
    </>
  );
}
