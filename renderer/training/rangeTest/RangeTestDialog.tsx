/** The learning-rate range test (Smith, 2017), live, with the rate that it suggests. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useId, useState } from 'react';
import { type RangeTestRequest, rangeTestRequestSchema } from '../../../core/contract/training';
import { calculate } from '../../../core/format/calculate';
import { type Key, plainIssues, t, textOf } from '../../../core/messages';
import type { TrainingSettings } from '../../../core/study/settings';
import { LineChart } from '../../charts/LineChart';
import { cancelRangeTest, startRangeTest, useRangeTest } from '../../client/rangeTest';
import type { ArmOption } from '../../settings/arms';
import { Note } from '../../ui';
import { AppDialog } from '../../ui/AppDialog';
import { Choice } from '../../ui/Choice';
import { ProgressLine } from '../../ui/ProgressLine';
import { token } from '../../ui/theme/tokens';
import { rangeCurves, resultWords, roundedRate, suggestionMark } from './result';

const LABELS = {
  minimum: 'train.rangeTest.from',
  maximum: 'train.rangeTest.to',
  steps: 'train.rangeTest.steps',
} as const satisfies Record<string, Key>;

/** The request, or what is wrong with the input. */
function readRequest(
  typed: Readonly<Record<keyof typeof LABELS, string>>,
  arm: ArmOption | undefined,
  settings: TrainingSettings,
): { request?: RangeTestRequest; error?: string } {
  if (!arm) return { error: t('train.rangeTest.selectArm') };
  const numbers = {
    minimum: calculate(typed.minimum),
    maximum: calculate(typed.maximum),
    steps: calculate(typed.steps),
  };
  const parsed = rangeTestRequestSchema.safeParse({ graph: arm.graph, settings, ...numbers });
  const issue = parsed.error && plainIssues(parsed.error.issues, numbers)[0];
  if (issue) {
    const key = issue.path as keyof typeof LABELS;
    const field = key in LABELS ? t(LABELS[key]) : issue.path;
    const received = typed[key] ?? textOf(issue.received);
    const values = { problem: issue.rule, received: received.trim() || t('train.rangeTest.nothing') };
    return { error: t('train.rangeTest.field', { field, ...values }) };
  }
  if (numbers.maximum <= numbers.minimum) return { error: t('train.rangeTest.order', typed) };
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
  arms: readonly ArmOption[];
  settings: TrainingSettings | undefined;
  /** Why it cannot run now. */
  blocked: string | undefined;
  onUse(rate: string): void;
  onClose(): void;
}) {
  const test = useRangeTest();
  const [armKey, setArmKey] = useState<string>();
  const [typed, setTyped] = useState({ minimum: '1e-6', maximum: '10', steps: '100' });
  const arm = arms.find(({ key }) => key === armKey) ?? arms[0];
  const running = test.phase === 'running';
  const { request, error } = settings
    ? readRequest(typed, arm, settings)
    : { error: t('train.rangeTest.fixForm') };
  const why = blocked ?? error;
  const close = () => {
    if (running) cancelRangeTest();
    onClose();
  };
  const { points, suggestion, phase, request: begun } = test;
  return (
    <AppDialog
      open={open}
      onClose={close}
      title={t('train.rangeTest.title')}
      action={
        suggestion !== undefined && (
          <Button
            variant="contained"
            color="primary"
            onClick={() => {
              onUse(roundedRate(suggestion));
              onClose();
            }}
          >
            {t('train.rangeTest.use', { rate: roundedRate(suggestion) })}
          </Button>
        )
      }
    >
      <Box sx={{ color: token('muted'), mb: 4, maxWidth: 640 }}>{t('train.rangeTest.about')}</Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 16px', mb: 4 }}>
        {arms.length > 1 && (
          <Choice
            label={t('train.rangeTest.network')}
            value={arm?.key ?? ''}
            options={arms.map(({ key, name }) => ({ value: key, label: name }))}
            onChange={setArmKey}
            disabled={running}
            sx={{ minWidth: 150 }}
          />
        )}
        {(['minimum', 'maximum', 'steps'] as const).map((name) => (
          <NumberField
            key={name}
            label={t(LABELS[name])}
            value={typed[name]}
            disabled={running}
            onChange={(value) => setTyped((before) => ({ ...before, [name]: value }))}
          />
        ))}
        <Box sx={{ flex: 1 }} />
        {running ? (
          <Button variant="outlined" onClick={cancelRangeTest}>
            {t('train.rangeTest.cancel')}
          </Button>
        ) : (
          <Button
            variant={phase === 'done' ? 'outlined' : 'contained'}
            color={phase === 'done' ? 'inherit' : 'primary'}
            disabled={why !== undefined}
            onClick={() => request && arm && void startRangeTest(arm.name, request)}
          >
            {t(phase === 'done' ? 'train.rangeTest.runAgain' : 'train.rangeTest.run')}
          </Button>
        )}
      </Box>
      {why && !running && (
        <Note role="alert" tone={blocked ? 'muted' : 'bad'} sx={{ mb: 3 }}>
          {why}
        </Note>
      )}
      <LineChart
        title={test.arm ? t('train.rangeTest.chartOf', { arm: test.arm }) : t('train.rangeTest.chart')}
        series={rangeCurves(points)}
        xUnit="log-rate"
        unit="loss"
        marks={suggestionMark(suggestion)}
        height={250}
        empty={t(running ? 'train.rangeTest.firstSteps' : 'train.rangeTest.empty')}
      />
      <Box role="status" sx={{ mt: 3, minHeight: 34 }}>
        {running &&
          (test.progress && points.length === 0 ? (
            <ProgressLine label={t('train.rangeTest.preparing')} progress={test.progress} />
          ) : (
            <ProgressLine
              label={t('train.rangeTest.progress')}
              progress={{
                phase: begun
                  ? t('train.epochs.stepOf', { step: points.length, steps: begun.steps })
                  : t('train.epochs.step', { step: points.length }),
                fraction: begun && points.length / begun.steps,
              }}
            />
          ))}
        {phase === 'done' && resultWords(test)}
        {phase === 'failed' && <Note tone="bad">{test.error}</Note>}
      </Box>
    </AppDialog>
  );
}
