/** The chosen run, epoch by epoch; the one under way with what is known of it. */

import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { formatSeconds } from '../../core/format/duration';
import { formatCount, formatLoss, formatPercent } from '../../core/format/number';
import { type Key, t } from '../../core/messages';
import { nameOf } from '../../core/study/run';
import type { StepValue } from '../client/stepSeries';
import { hasEnded, type LiveRun } from '../client/trainingState';
import { Panel } from '../ui';
import { token } from '../ui/theme/tokens';
import { RunNotes } from './RunNotes';

const COLUMNS: readonly Key[] = [
  'train.epochs.column.epoch',
  'train.epochs.column.loss',
  'train.epochs.column.accuracy',
  'train.epochs.column.validationLoss',
  'train.epochs.column.validationAccuracy',
  'train.epochs.column.imagesPerSecond',
  'train.epochs.column.time',
];

/** Mean over the steps of the present epoch that are kept; close to the epoch's mean when it ends. */
function meanOf(points: readonly StepValue[], firstStep: number): number | undefined {
  const present = points.filter(({ step }) => step >= firstStep);
  return present.length > 0 ? present.reduce((sum, { value }) => sum + value, 0) / present.length : undefined;
}

function PresentRow({ run }: { run: LiveRun }) {
  const { record, lastStep, epochStart, steps, validating } = run;
  if (!lastStep || hasEnded(record.state)) return null;
  if (record.epochs.some(({ epoch }) => epoch === lastStep.epoch)) return null;
  const perEpoch = record.stepsPerEpoch;
  const from = perEpoch ? (lastStep.epoch - 1) * perEpoch + 1 : (epochStart?.step ?? 1);
  const loss = meanOf(steps.loss, from);
  const accuracy = meanOf(steps.accuracy, from);
  const elapsed = epochStart ? lastStep.seconds - epochStart.seconds : undefined;
  const pace =
    epochStart && elapsed
      ? ((lastStep.step - epochStart.step) * record.settings.batchSize) / elapsed
      : undefined;
  const validation = validating
    ? t('train.epochs.elapsed', { percent: formatPercent(validating.fraction, 0) })
    : t('train.epochs.afterEpoch');
  const step = lastStep.step - from + 1;
  const cells = [
    loss === undefined ? '' : formatLoss(loss),
    accuracy === undefined ? '' : formatPercent(accuracy),
    validation,
    validation,
    pace === undefined ? '' : formatCount(pace),
    elapsed === undefined ? '' : formatSeconds(elapsed),
  ];
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
      {cells.map((text, index) => (
        <TableCell key={COLUMNS[index + 1]} align="right">
          {text}
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
            {COLUMNS.map((column, index) => (
              <TableCell key={column} align={index === 0 ? 'left' : 'right'}>
                {t(column)}
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
              <TableCell align="right">{formatLoss(metrics.loss)}</TableCell>
              <TableCell align="right">{formatPercent(metrics.accuracy)}</TableCell>
              <TableCell align="right">{formatLoss(metrics.valLoss)}</TableCell>
              <TableCell align="right">{formatPercent(metrics.valAccuracy)}</TableCell>
              <TableCell align="right">{formatCount(metrics.imagesPerSecond)}</TableCell>
              <TableCell align="right">{formatSeconds(metrics.seconds)}</TableCell>
            </TableRow>
          ))}
          <PresentRow run={run} />
          {waiting && (
            <TableRow>
              <TableCell colSpan={COLUMNS.length} sx={{ color: token('muted') }}>
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
