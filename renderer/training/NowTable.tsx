/** The chosen run, epoch by epoch, with the current epoch as far as it is known. */
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { bisectLeft, mean } from 'd3-array';
import type { StepColumns, StepValue } from '../../core/figures/run-series';
import { formatSeconds } from '../../core/format/duration';
import { formatCount, formatLoss, formatPercent } from '../../core/format/number';
import { type Key, t } from '../../core/messages';
import { nameOf } from '../../core/study/run';
import { hasEnded, type LiveRun } from '../client/trainingState';
import { Panel } from '../ui';
import { token } from '../ui/theme/tokens';
import { RunNotes } from './RunNotes';

type Column = 'loss' | 'accuracy' | 'valLoss' | 'valAccuracy' | 'imagesPerSecond' | 'seconds';

/** Those after the epoch's number. */
const COLUMNS: readonly { label: Key; of: Column; format(value: number): string }[] = [
  { label: 'train.epochs.column.loss', of: 'loss', format: formatLoss },
  { label: 'train.epochs.column.accuracy', of: 'accuracy', format: formatPercent },
  { label: 'train.epochs.column.validationLoss', of: 'valLoss', format: formatLoss },
  { label: 'train.epochs.column.validationAccuracy', of: 'valAccuracy', format: formatPercent },
  { label: 'train.epochs.column.imagesPerSecond', of: 'imagesPerSecond', format: formatCount },
  { label: 'train.epochs.column.time', of: 'seconds', format: formatSeconds },
];

/** Mean over the stored steps of the current epoch, which is close to the epoch's own. */
const meanOf = (steps: StepColumns, value: StepValue, firstStep: number): number | undefined =>
  mean(steps[value].subarray(bisectLeft(steps.step, firstStep)));

function PresentRow({ run }: { run: LiveRun }) {
  const { record, lastStep, epochStart, steps, validating } = run;
  if (!lastStep || hasEnded(record.state)) return null;
  if (record.epochs.some(({ epoch }) => epoch === lastStep.epoch)) return null;
  const perEpoch = record.stepsPerEpoch;
  const from = perEpoch ? (lastStep.epoch - 1) * perEpoch + 1 : (epochStart?.step ?? 1);
  const elapsed = epochStart ? lastStep.seconds - epochStart.seconds : undefined;
  const imagesPerSecond =
    epochStart && elapsed
      ? ((lastStep.step - epochStart.step) * record.settings.batchSize) / elapsed
      : undefined;
  const validation = validating
    ? t('train.epochs.elapsed', { percent: formatPercent(validating.fraction, 0) })
    : t('train.epochs.afterEpoch');
  const step = lastStep.step - from + 1;
  const known: Partial<Record<Column, number>> = {
    loss: meanOf(steps, 'loss', from),
    accuracy: meanOf(steps, 'accuracy', from),
    imagesPerSecond,
    seconds: elapsed,
  };
  return (
    <TableRow sx={{ '& td, & th': { color: token('muted') } }}>
      <TableCell component="th" scope="row">
        {lastStep.epoch}
        <Box component="span" sx={{ fontSize: 12, whiteSpace: 'nowrap' }}>
          {' '}
          ·{' '}
          {perEpoch ? t('train.epochs.stepOf', { step, steps: perEpoch }) : t('train.epochs.step', { step })}
        </Box>
      </TableCell>
      {COLUMNS.map(({ of, format }) => (
        <TableCell key={of} align="right">
          {of.startsWith('val') ? validation : known[of] === undefined ? '' : format(known[of])}
        </TableCell>
      ))}
    </TableRow>
  );
}

export function NowTable({ run }: { run: LiveRun }) {
  const { record } = run;
  const waiting = record.epochs.length === 0 && (hasEnded(record.state) || !run.lastStep);
  return (
    <Panel
      title={
        <>
          {t(hasEnded(record.state) ? 'train.epochs.title' : 'train.epochs.now')}
          <Box component="span" sx={{ color: token('muted'), fontWeight: 400 }}>
            {' '}
            · {nameOf(record)}
          </Box>
        </>
      }
      sx={{ overflowX: 'auto', flexShrink: 0 }}
    >
      <Table
        size="small"
        aria-label={t('train.epochs.label')}
        sx={{ '& tr:last-child > *': { borderBottom: 0 } }}
      >
        <TableHead>
          <TableRow>
            <TableCell>{t('train.epochs.column.epoch')}</TableCell>
            {COLUMNS.map(({ label }) => (
              <TableCell key={label} align="right">
                {t(label)}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {record.epochs.map((metrics) => (
            <TableRow key={metrics.epoch}>
              <TableCell component="th" scope="row">
                {metrics.epoch}
              </TableCell>
              {COLUMNS.map(({ of, format }) => (
                <TableCell key={of} align="right">
                  {format(metrics[of])}
                </TableCell>
              ))}
            </TableRow>
          ))}
          <PresentRow run={run} />
          {waiting && (
            <TableRow>
              <TableCell colSpan={COLUMNS.length + 1} sx={{ color: token('muted') }}>
                {hasEnded(record.state) ? t('train.epochs.endedInFirst') : t('train.epochs.empty')}
              </TableCell>
            </TableRow>
          )}
        </TableBody>
      </Table>
      <RunNotes run={record} />
    </Panel>
  );
}
