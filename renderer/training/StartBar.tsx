/** Start and Stop, and above them how long it will take or why it does not start. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Play, Square } from 'lucide-react';
import { counted, formatSeconds } from '../charts/format';
import { engineWords, useEngineStatus } from '../client/engine';
import { ProgressLine } from '../layout/ProgressLine';
import { token } from '../theme/tokens';
import type { Estimate } from './estimate';
import { dismissStartError, stop, useStart } from './start';

export function StartBar({
  active,
  blocked,
  runs,
  expected,
  onStart,
}: {
  /** A study is being trained. */
  active: boolean;
  /** Why it cannot start now. */
  blocked: string | undefined;
  runs: number;
  expected: Estimate | undefined;
  onStart(): void;
}) {
  const engine = useEngineStatus();
  const { phase, error } = useStart();
  const starting = phase === 'engine' || phase === 'starting';
  const plan = expected
    ? `${counted(runs, 'run')}, about ${formatSeconds(expected.seconds)} by earlier epochs of these networks.`
    : `${counted(runs, 'run')}. How long ${runs === 1 ? 'it takes' : 'they take'} is known after the first steps.`;
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
      <Box sx={{ display: 'flex', gap: 2 }}>
        <Button
          variant="contained"
          color="primary"
          fullWidth
          startIcon={<Play size={14} />}
          disabled={active || phase !== 'idle' || blocked !== undefined}
          aria-describedby={!starting && !active ? 'train-plan' : undefined}
          onClick={onStart}
        >
          Start training
        </Button>
        <Button
          variant="outlined"
          startIcon={<Square size={12} />}
          disabled={(!active && !starting) || phase === 'stopping'}
          onClick={() => void stop()}
          sx={{ px: 4, flexShrink: 0 }}
        >
          Stop
        </Button>
      </Box>
    </>
  );
}
