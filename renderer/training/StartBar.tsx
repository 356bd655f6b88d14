/** Start and Stop, and above them how long it will take or why it does not start. */

import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Pause, Play, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatSeconds } from '../../core/format/duration';
import { t } from '../../core/messages';
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
    ? t('train.plan.about', { runs, duration: formatSeconds(expected.seconds) })
    : usual
      ? t('train.plan.usual', { runs, duration: usual })
      : t('train.plan.unknown', { runs });
  const firstTime = engine.status?.state === 'missing' ? ` ${t('train.plan.firstTime')}` : '';
  return (
    <>
      {phase === 'engine' && engine.progress && (
        <Box sx={{ mb: 3, fontSize: 12 }}>
          <ProgressLine label={t('train.start.gettingTensorFlow')} progress={engine.progress} />
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
            {t('train.start.dismiss')}
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
            {paused.length > 0 && (
              <Button
                variant="contained"
                color="primary"
                fullWidth
                startIcon={<Play size={14} />}
                disabled={phase !== 'idle'}
                onClick={() => void resumeRuns(paused)}
              >
                {t('train.start.resume')}
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
              {t('train.start.start')}
            </Button>
          </>
        )}
      </Box>
    </>
  );
}
