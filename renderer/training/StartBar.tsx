/** Start and Stop, and above them how long it will take or why it does not start. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Pause, Play, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatSeconds } from '../../core/format/duration';
import { plural } from '../../core/format/plural';
import type { RunRecord } from '../../core/study/run';
import { engineWords, useEngineStatus } from '../client/engine';
import { resumeRuns } from '../runs/actions';
import { dismissStartError, pause, stop, useStart } from '../runs/start';
import { ProgressLine } from '../ui/ProgressLine';
import { token } from '../ui/theme/tokens';
import type { Estimate } from './estimate';

export function StartBar({
  active,
  blocked,
  runs,
  paused,
  expected,
  usual,
  memory,
  warning,
  notes,
  onStart,
}: {
  /** A study is being trained. */
  active: boolean;
  /** Why it cannot start now. */
  blocked: string | undefined;
  runs: number;
  /** Runs of this study that were put aside. */
  paused: readonly RunRecord[];
  expected: Estimate | undefined;
  /** How long it takes as a rule, where no earlier run tells it. */
  usual: string | undefined;
  /** What it will take of the device's memory. */
  memory?: ReactNode;
  /** What will be wrong with the numbers. */
  warning?: ReactNode;
  /** What comes before the first step. */
  notes: readonly string[];
  onStart(): void;
}) {
  const engine = useEngineStatus();
  const { phase, error } = useStart();
  const starting = phase === 'data' || phase === 'engine' || phase === 'starting';
  const busy = phase === 'stopping' || phase === 'pausing';
  const plan = expected
    ? `${plural(runs, 'run')}, about ${formatSeconds(expected.seconds)} by earlier epochs of these networks.`
    : usual
      ? `${plural(runs, 'run')}, ${usual}.`
      : `${plural(runs, 'run')}. How long ${runs === 1 ? 'it takes' : 'they take'} is known after the first steps.`;
  const firstTime =
    engine.status?.state === 'missing' ? ' TensorFlow is fetched first, a few hundred megabytes, once.' : '';
  return (
    <>
      {phase === 'engine' && engine.progress && (
        <Box sx={{ mb: 3, fontSize: 12 }}>
          <ProgressLine label="Getting TensorFlow" progress={engine.progress} />
        </Box>
      )}
      {!starting && engine.status?.state === 'broken' && (
        <Box
          role="alert"
          sx={{ mb: 2, fontSize: 12, lineHeight: '17px', color: token('bad'), whiteSpace: 'pre-line' }}
        >
          {engineWords(engine)}
        </Box>
      )}
      {error && (
        <Box
          role="alert"
          sx={{
            mb: 2,
            maxHeight: 160,
            overflowY: 'auto',
            fontSize: 12,
            lineHeight: '17px',
            color: token('bad'),
            whiteSpace: 'pre-line',
            overflowWrap: 'anywhere',
          }}
        >
          {error}{' '}
          <Button variant="text" onClick={dismissStartError} sx={{ minHeight: 20, px: '6px', fontSize: 12 }}>
            Dismiss
          </Button>
        </Box>
      )}
      {!starting && !active && (
        <Box id="train-plan" sx={{ mb: 2, fontSize: 12, lineHeight: '17px', color: token('muted') }}>
          {blocked ?? `${plan}${firstTime}`}
        </Box>
      )}
      {!starting && !active && memory}
      {!starting && !active && warning}
      {!starting &&
        !active &&
        notes.map((note) => (
          <Box
            key={note}
            role="status"
            sx={{ mb: 2, fontSize: 12, lineHeight: '17px', color: token('muted') }}
          >
            {note}
          </Box>
        ))}
      <Box sx={{ display: 'flex', gap: 2 }}>
        {active || starting ? (
          <>
            <Button
              variant="outlined"
              fullWidth
              startIcon={<Pause size={13} />}
              disabled={!active || busy}
              onClick={() => void pause()}
            >
              {phase === 'pausing' ? 'Pausing' : 'Pause'}
            </Button>
            <Button
              variant="outlined"
              fullWidth
              startIcon={<Square size={12} />}
              disabled={busy}
              onClick={() => void stop()}
            >
              {phase === 'stopping' ? 'Stopping' : 'Stop'}
            </Button>
          </>
        ) : (
          <>
            {paused.length > 0 && (
              <Button
                variant="contained"
                color="primary"
                fullWidth
                startIcon={<Play size={14} />}
                disabled={phase !== 'idle'}
                onClick={() => void resumeRuns(paused)}
              >
                Resume
              </Button>
            )}
            <Button
              variant={paused.length > 0 ? 'outlined' : 'contained'}
              color={paused.length > 0 ? 'inherit' : 'primary'}
              fullWidth
              startIcon={paused.length > 0 ? undefined : <Play size={14} />}
              disabled={phase !== 'idle' || blocked !== undefined}
              aria-describedby="train-plan"
              onClick={onStart}
            >
              Start training
            </Button>
          </>
        )}
      </Box>
    </>
  );
}
