/** The learning-rate range test (Smith, 2017): from the learning-rate field, live, with the rate it suggests. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import TextField from '@mui/material/TextField';
import { useId, useState } from 'react';
import { type RangeTestRequest, rangeTestRequestSchema } from '../../../core/contract/training';
import { readNumber } from '../../../core/format/read-number';
import { plainIssues } from '../../../core/graph/issues';
import type { TrainingSettings } from '../../../core/study/settings';
import { LineChart } from '../../charts/LineChart';
import { cancelRangeTest, startRangeTest, useRangeTest } from '../../client/rangeTest';
import type { ArmOption } from '../../settings/arms';
import { ProgressLine } from '../../ui/ProgressLine';
import { token } from '../../ui/theme/tokens';
import { rangeCurves, roundedRate, suggestionMark } from './curve';
import { resultWords } from './words';

const LABELS: Readonly<Record<string, string>> = { minimum: 'From', maximum: 'To', steps: 'Steps' };

/** The request, or what is wrong with what was typed. */
function readRequest(
  typed: { minimum: string; maximum: string; steps: string },
  arm: ArmOption | undefined,
  settings: TrainingSettings,
): { request?: RangeTestRequest; error?: string } {
  if (!arm) return { error: 'Tick an arm in Train first: the test needs a network.' };
  const numbers = {
    minimum: readNumber(typed.minimum),
    maximum: readNumber(typed.maximum),
    steps: readNumber(typed.steps),
  };
  const parsed = rangeTestRequestSchema.safeParse({ graph: arm.graph, settings, ...numbers });
  const issue = parsed.error && plainIssues(parsed.error.issues, numbers)[0];
  if (issue) {
    const words = LABELS[issue.path] ?? issue.path;
    const received = typed[issue.path as keyof typeof typed] ?? issue.received;
    return { error: `${words} ${issue.rule}. Received: ${received.trim() || 'nothing'}.` };
  }
  if (numbers.maximum <= numbers.minimum) {
    return { error: `To must be greater than From. Received: ${typed.minimum} to ${typed.maximum}.` };
  }
  return { request: parsed.data };
}

function NumberField({
  label,
  value,
  disabled,
  onChange,
}: {
  label: string;
  value: string;
  disabled: boolean;
  onChange(value: string): void;
}) {
  const id = useId();
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
      <Box component="label" htmlFor={id} sx={{ color: token('muted') }}>
        {label}
      </Box>
      <TextField
        id={id}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
        slotProps={{ htmlInput: { inputMode: 'decimal', autoComplete: 'off', spellCheck: false } }}
        sx={{ width: 76 }}
      />
    </Box>
  );
}

export function RangeTestDialog({
  open,
  arms,
  settings,
  blocked,
  onUse,
  onClose,
}: {
  open: boolean;
  /** Those that can be trained. */
  arms: readonly ArmOption[];
  settings: TrainingSettings | undefined;
  /** Why it cannot run now. */
  blocked: string | undefined;
  onUse(rate: string): void;
  onClose(): void;
}) {
  const title = useId();
  const test = useRangeTest();
  const [armKey, setArmKey] = useState<string>();
  const [typed, setTyped] = useState({ minimum: '1e-6', maximum: '10', steps: '100' });
  const arm = arms.find(({ key }) => key === armKey) ?? arms[0];
  const running = test.phase === 'running';
  const { request, error } = settings
    ? readRequest(typed, arm, settings)
    : { error: 'A field of the form does not hold; mend it first.' };
  const why = blocked ?? error;
  const close = () => {
    if (running) cancelRangeTest();
    onClose();
  };
  const steps = test.request?.steps;
  return (
    <Dialog open={open} onClose={close} aria-labelledby={title} maxWidth="md" fullWidth>
      <DialogTitle id={title} sx={{ fontSize: 15, fontWeight: 600, pb: 1 }}>
        Find a learning rate
      </DialogTitle>
      <DialogContent sx={{ pb: 2 }}>
        <Box sx={{ color: token('muted'), mb: 4, maxWidth: 640 }}>
          Trains the network afresh with the settings of the form, while the rate grows at each step (range
          test, Smith 2017). A good rate stands where the loss falls fastest. Nothing of it is kept.
        </Box>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 16px', mb: 4 }}>
          {arms.length > 1 && (
            <Select<string>
              value={arm?.key ?? ''}
              disabled={running}
              onChange={(event) => setArmKey(event.target.value)}
              slotProps={{ input: { 'aria-label': 'Network of the test' } }}
              sx={{ minWidth: 150 }}
            >
              {arms.map(({ key, name }) => (
                <MenuItem key={key} value={key}>
                  {name}
                </MenuItem>
              ))}
            </Select>
          )}
          {(['minimum', 'maximum', 'steps'] as const).map((name) => (
            <NumberField
              key={name}
              label={LABELS[name]!.toLowerCase()}
              value={typed[name]}
              disabled={running}
              onChange={(value) => setTyped((before) => ({ ...before, [name]: value }))}
            />
          ))}
          <Box sx={{ flex: 1 }} />
          {running ? (
            <Button variant="outlined" onClick={cancelRangeTest}>
              Cancel test
            </Button>
          ) : (
            <Button
              variant={test.phase === 'done' ? 'outlined' : 'contained'}
              color={test.phase === 'done' ? 'inherit' : 'primary'}
              disabled={why !== undefined}
              onClick={() => request && arm && void startRangeTest(arm.name, request)}
            >
              {test.phase === 'done' ? 'Run again' : 'Run test'}
            </Button>
          )}
        </Box>
        {why && !running && (
          <Box role="alert" sx={{ color: blocked ? token('muted') : token('bad'), mb: 3, fontSize: 12 }}>
            {why}
          </Box>
        )}
        <LineChart
          title={test.arm ? `Loss over learning rate · ${test.arm}` : 'Loss over learning rate'}
          series={rangeCurves(test.points)}
          xUnit="log-rate"
          unit="loss"
          marks={suggestionMark(test.suggestion)}
          height={250}
          empty={running ? 'The first steps are on their way.' : 'The loss at each rate appears here.'}
        />
        <Box role="status" sx={{ mt: 3, minHeight: 34 }}>
          {running &&
            (test.progress && test.points.length === 0 ? (
              <ProgressLine label="Preparing the range test" progress={test.progress} />
            ) : (
              <ProgressLine
                label="Range test"
                progress={{
                  phase: `step ${test.points.length}${steps ? ` of ${steps}` : ''}`,
                  ...(steps && { fraction: test.points.length / steps }),
                }}
              />
            ))}
          {test.phase === 'done' && resultWords(test)}
          {test.phase === 'failed' && (
            <Box role="alert" sx={{ color: token('bad'), whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
              {test.error}
            </Box>
          )}
        </Box>
      </DialogContent>
      <DialogActions sx={{ px: 6, pb: 4, gap: 1 }}>
        <Button variant="outlined" onClick={close}>
          Close
        </Button>
        {test.suggestion !== undefined && (
          <Button
            variant="contained"
            color="primary"
            onClick={() => {
              onUse(roundedRate(test.suggestion!));
              onClose();
            }}
          >
            Use this rate, {roundedRate(test.suggestion)}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
