/** The ablation table: what the shortcuts were worth, one row per network. */

import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { AlertTriangle, Info } from 'lucide-react';
import { Fragment, type ReactNode, useMemo } from 'react';
import { formatCompact, formatDecimals } from '../../core/format/number';
import { t } from '../../core/messages';
import { explanationsOf, isWarning } from '../../core/study/remark-words';
import { type Remark, verdictOf } from '../../core/study/remarks';
import type { RunRecord } from '../../core/study/run';
import {
  type AblationTable,
  ablationTable,
  type TableRow as Row,
  type TableSide,
} from '../../core/study/table';
import {
  absentSentences,
  formatAccuracy,
  formatDifference,
  formatInterval,
  formatTable,
  formatTest,
} from '../../core/study/table-text';
import { isBusy } from '../client/trainingState';
import { copyText } from '../layout/copy';
import { useNavigation } from '../state/navigation';
import { Panel, Remarks } from '../ui';
import { token } from '../ui/theme/tokens';

const VERDICT_COLORS = { gain: 'good', loss: 'bad' } as const;

/** Green or red is a verdict (core/study/remarks.ts). */
function Difference({ row }: { row: Row }) {
  const { differencePoints: points } = row;
  const text = formatDifference(points);
  const verdict = verdictOf(row);
  return (
    <Box
      component="span"
      sx={{
        color: token(verdict ? VERDICT_COLORS[verdict] : 'muted'),
        fontWeight: points === undefined ? 400 : 600,
        whiteSpace: 'nowrap',
      }}
    >
      {points === undefined ? text : t('compare.ablation.points', { points: text.replace('-', '−') })}
    </Box>
  );
}

/** A number, and below it what is to be said of it. */
function NumberCell({ row, about, children }: { row: Row; about: Remark['about']; children: ReactNode }) {
  return (
    <TableCell align="right" sx={{ minWidth: about === 'difference' ? 108 : undefined, maxWidth: 210 }}>
      {children}
      <Remarks remarks={row.remarks.filter((remark) => remark.about === about)} />
    </TableCell>
  );
}

/** What the words below the numbers mean, and what to do; amber where they are. */
function Notes({ table: { notes, rows } }: { table: AblationTable }) {
  if (notes.length === 0) return null;
  const warnings = new Set(explanationsOf(rows.flatMap(({ remarks }) => remarks.filter(isWarning))));
  return (
    <Box
      component="ul"
      aria-label={t('compare.ablation.notes')}
      sx={{ m: 0, mt: 3, p: 0, listStyle: 'none', fontSize: 12, lineHeight: '17px' }}
    >
      {notes.map((note) => {
        const warns = warnings.has(note);
        const Icon = warns ? AlertTriangle : Info;
        return (
          <Box component="li" key={note} sx={{ display: 'flex', gap: 2, mb: 1 }}>
            <Icon
              size={14}
              color={token(warns ? 'warning' : 'muted')}
              style={{ flexShrink: 0, marginTop: 2 }}
              aria-hidden="true"
            />
            {note}
          </Box>
        );
      })}
    </Box>
  );
}

/** On narrow screens text wraps between its parts, never within one: before a parenthesis and after a slash. */
function Parts({ children }: { children: string }) {
  return children.split(/(?<=\/) | (?=\()/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts never change places
    <Fragment key={index}>
      {index > 0 && ' '}
      <span style={{ whiteSpace: 'nowrap' }}>{part}</span>
    </Fragment>
  ));
}

const pair = ({ residual, plain }: Row, words: (side: TableSide) => string) =>
  [residual, plain].map((side) => (side ? words(side) : '–')).join(' / ');

const seconds = (side: TableSide) =>
  formatDecimals(side.secondsPerEpoch, side.secondsPerEpoch < 9.95 ? 1 : 0);

/** "validation accuracy · epoch 5 · mean ± SD of 3 seeds" */
function measure({ rows }: AblationTable): string {
  const seeds = new Set(
    rows.flatMap(({ residual, plain }) => [residual, plain]).map((side) => side?.seeds.length),
  );
  seeds.delete(undefined);
  const epochs = new Set(rows.map((row) => row.epochs));
  const parts = [t('compare.ablation.validationAccuracy')];
  const [epoch] = epochs;
  if (epoch !== undefined && epochs.size === 1) parts.push(t('compare.ablation.epoch', { epoch }));
  if (seeds.size === 1) {
    const [count = 1] = seeds;
    parts.push(t('compare.ablation.seeds', { count }));
  }
  return parts.join(' · ');
}

function NoRows({ runs }: { runs: readonly RunRecord[] }) {
  const go = useNavigation((state) => state.go);
  const training = runs.some(({ state }) => isBusy(state));
  const words = training
    ? t('compare.ablation.training')
    : runs.length > 0
      ? t('compare.ablation.noneFinished')
      : t('compare.ablation.noneChosen');
  return (
    <Box sx={{ color: token('muted'), display: 'flex', alignItems: 'center', gap: 3, flexWrap: 'wrap' }}>
      <span>{words}</span>
      <Button variant="outlined" onClick={() => go('train')}>
        {training ? t('compare.ablation.seeTraining') : t('compare.ablation.trainPair')}
      </Button>
    </Box>
  );
}

export function AblationPanel({ runs }: { runs: readonly RunRecord[] }) {
  const table = useMemo(() => ablationTable(runs), [runs]);
  const alone = table.rows.filter(({ differencePoints }) => differencePoints === undefined).length;
  const empty = table.rows.length === 0;
  const intervals = table.rows.some(({ interval }) => interval !== undefined);
  const copy = (format: 'md' | 'csv', name: string) => void copyText(formatTable(table, format), name);
  return (
    <Panel
      title={
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 10px' }}>
          {t('compare.ablation.title')}
          {!empty && (
            <Box
              component="span"
              sx={{
                px: '8px',
                py: '2px',
                borderRadius: '6px',
                fontSize: 12,
                fontWeight: 400,
                color: token('muted'),
                backgroundColor: token('raised'),
              }}
            >
              {measure(table)}
            </Box>
          )}
        </Box>
      }
      action={
        <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap', justifyContent: 'flex-end' }}>
          <Button
            variant="outlined"
            disabled={empty}
            onClick={() => copy('md', t('compare.ablation.tableMarkdown'))}
          >
            {t('compare.ablation.copyMarkdown')}
          </Button>
          <Button
            variant="outlined"
            disabled={empty}
            onClick={() => copy('csv', t('compare.ablation.tableCsv'))}
          >
            {t('compare.ablation.copyCsv')}
          </Button>
        </Box>
      }
      sx={{ flexShrink: 0 }}
    >
      {empty ? (
        <NoRows runs={runs} />
      ) : (
        <Box sx={{ overflowX: 'auto', mx: -4 }}>
          <Table
            aria-label={t('compare.ablation.title')}
            sx={{
              '& th, & td': {
                px: { xs: '6px', lg: 3 },
                '&:first-of-type': { pl: 4 },
                '&:last-of-type': { pr: 4 },
              },
              '& tbody > tr > *': { verticalAlign: 'top' },
              '& thead th': { lineHeight: '16px' },
            }}
          >
            <TableHead>
              <TableRow>
                <TableCell>{t('compare.ablation.network')}</TableCell>
                <TableCell align="right">{t('compare.ablation.residual')}</TableCell>
                <TableCell align="right">{t('compare.ablation.plain')}</TableCell>
                <TableCell align="right" title={t('compare.ablation.differenceHelp')}>
                  {t('compare.ablation.difference')}
                </TableCell>
                {intervals && (
                  <TableCell align="right" title={t('compare.ablation.intervalHelp')}>
                    {t('compare.ablation.interval')}
                  </TableCell>
                )}
                {table.tested && <TableCell align="right">{t('compare.ablation.test')}</TableCell>}
                <TableCell align="right">{t('compare.ablation.parameters')}</TableCell>
                <TableCell align="right">{t('compare.ablation.seconds')}</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {table.rows.map((row) => (
                <TableRow key={[...(row.residual?.runIds ?? []), ...(row.plain?.runIds ?? [])].join(' ')}>
                  <TableCell
                    component="th"
                    scope="row"
                    sx={{ fontWeight: 600, fontVariantNumeric: 'normal', minWidth: { xs: 84, lg: 140 } }}
                  >
                    {row.label}
                  </TableCell>
                  <NumberCell row={row} about="residual">
                    <Parts>{formatAccuracy(row.residual)}</Parts>
                  </NumberCell>
                  <NumberCell row={row} about="plain">
                    <Parts>{formatAccuracy(row.plain)}</Parts>
                  </NumberCell>
                  <NumberCell row={row} about="difference">
                    <Difference row={row} />
                  </NumberCell>
                  {intervals && (
                    <NumberCell row={row} about="interval">
                      <Parts>{formatInterval(row).replaceAll('-', '−')}</Parts>
                    </NumberCell>
                  )}
                  {table.tested && (
                    <TableCell align="right">
                      <Parts>{`${formatTest(row.residual)} /`}</Parts>
                      <br />
                      <Parts>{formatTest(row.plain)}</Parts>
                    </TableCell>
                  )}
                  <TableCell align="right">
                    <Parts>{pair(row, ({ params }) => formatCompact(params))}</Parts>
                  </TableCell>
                  <TableCell align="right">
                    <Parts>{pair(row, seconds)}</Parts>
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      )}
      <Notes table={table} />
      {!empty && (
        <Box
          sx={{ mt: 3, color: token('muted'), fontSize: 12, lineHeight: '17px', overflowWrap: 'anywhere' }}
        >
          {[...absentSentences(table), table.caption].join(' ')}
          {alone > 0 && ` ${t('compare.ablation.alone', { count: alone })}`}
        </Box>
      )}
    </Panel>
  );
}
