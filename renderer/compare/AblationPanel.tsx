import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { AlertTriangle, Info } from 'lucide-react';
import { Fragment, useMemo } from 'react';
import { t } from '../../core/messages';
import { explanationsOf, isWarning } from '../../core/study/describe-remark';
import { verdictOf } from '../../core/study/remarks';
import type { RunRecord } from '../../core/study/run';
import { type AblationTable, ablationTable, type TableRow as Row } from '../../core/study/table';
import { TABLE_COLUMNS, type TableColumn } from '../../core/study/table-columns';
import { absentSentences, formatTable } from '../../core/study/table-text';
import { isBusy } from '../client/trainingState';
import { copyText } from '../layout/copy';
import { useNavigation } from '../state/navigation';
import { Panel, Remarks } from '../ui';
import { token } from '../ui/theme/tokens';

const VERDICT_COLORS = { gain: 'good', loss: 'bad' } as const;

function Cell({ column, row }: { column: TableColumn; row: Row }) {
  const { text, isWords, window = {} } = column;
  if (isWords) {
    return (
      <TableCell
        component="th"
        scope="row"
        sx={{ fontWeight: 600, fontVariantNumeric: 'normal', minWidth: { xs: 84, lg: 140 } }}
      >
        {text(row)}
      </TableCell>
    );
  }
  const verdict = verdictOf(row);
  const number = (window.text ?? text)(row).replaceAll('-', '−');
  return (
    <TableCell align="right" sx={{ minWidth: window.isVerdict ? 108 : undefined, maxWidth: 210 }}>
      <Box
        sx={
          window.isVerdict && {
            color: token(verdict ? VERDICT_COLORS[verdict] : 'muted'),
            fontWeight: row.differencePoints === undefined ? 400 : 600,
          }
        }
      >
        <Parts>{number}</Parts>
      </Box>
      <Remarks remarks={row.remarks.filter(({ about }) => about === window.about)} />
    </TableCell>
  );
}

/** Explains the remarks below the numbers; those that warn are amber. */
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

/** On narrow screens lines break only before a parenthesis and after a slash. */
function Parts({ children }: { children: string }) {
  return children.split('\n').map((line, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines never change places
    <div key={at}>
      {line.split(/(?<=\/) | (?=\()/).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts never change places
        <Fragment key={index}>
          {index > 0 && ' '}
          <span style={{ whiteSpace: 'nowrap' }}>{part}</span>
        </Fragment>
      ))}
    </div>
  ));
}

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
  const columns = TABLE_COLUMNS.filter(({ window, isShown }) => window && (isShown?.(table) ?? true));
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
                {columns.map(({ heading, isWords, window }) => (
                  <TableCell
                    key={heading}
                    align={isWords ? 'left' : 'right'}
                    title={window?.help && t(window.help)}
                  >
                    {t(window?.heading ?? heading)}
                  </TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {table.rows.map((row) => (
                <TableRow key={[...(row.residual?.runIds ?? []), ...(row.plain?.runIds ?? [])].join(' ')}>
                  {columns.map((column) => (
                    <Cell key={column.heading} column={column} row={row} />
                  ))}
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
