/** A table of results: the columns of core/study/table-columns.ts, and a row of details below each network. */
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { Fragment, useId, useState } from 'react';
import { t } from '../../core/messages';
import type { Compared } from '../../core/study/compared';
import { type Remark, verdictOf } from '../../core/study/remarks';
import type { Column } from '../../core/study/table-columns';
import { Dot, Note, Remarks } from '../ui';
import { FoldButton } from '../ui/FoldButton';
import { token } from '../ui/theme/tokens';

const VERDICT_COLORS = { gain: 'good', loss: 'bad' } as const;

type Row = Compared & { label: string; remarks: readonly Remark[] };

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

const textIn = <Each extends Row, Results>({ text, window }: Column<Each, Results>, row: Each): string =>
  (window?.text ?? text)(row).replaceAll('-', '−');

interface Fold {
  open: boolean;
  /** Id of the row that it unfolds. */
  controls: string;
  onClick(): void;
}

/** By the id of a run: its arm's. */
type ColorOfArm = (runId: string) => string | undefined;

function Cell<Each extends Row, Results>({
  column,
  row,
  colorOf,
  fold,
}: {
  column: Column<Each, Results>;
  row: Each;
  colorOf: ColorOfArm;
  /** Absent: the row has no details. */
  fold?: Fold | undefined;
}) {
  const { text, isWords, window = {} } = column;
  if (isWords) {
    return (
      <TableCell
        component="th"
        scope="row"
        sx={{ fontWeight: 600, fontVariantNumeric: 'normal', minWidth: { xs: 84, lg: 140 } }}
      >
        {fold ? (
          <FoldButton
            open={fold.open}
            aria-controls={fold.open ? fold.controls : undefined}
            title={t('statistics.details')}
            onClick={fold.onClick}
            sx={{
              ml: '-4px',
              font: 'inherit',
              color: 'inherit',
              textAlign: 'left',
              alignItems: 'flex-start',
              '& > svg': { mt: '3px' },
            }}
          >
            {text(row)}
          </FoldButton>
        ) : (
          text(row)
        )}
      </TableCell>
    );
  }
  const verdict = verdictOf(row);
  const note = window.note?.(row);
  const [run] = window.side?.(row)?.runIds ?? [];
  const color = run === undefined ? undefined : colorOf(run);
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
        {color === undefined ? (
          <Parts>{textIn(column, row)}</Parts>
        ) : (
          <Box sx={{ display: 'flex', justifyContent: 'flex-end', alignItems: 'baseline', gap: '6px' }}>
            <Dot color={color} size={8} />
            <span>
              <Parts>{textIn(column, row)}</Parts>
            </span>
          </Box>
        )}
      </Box>
      {note && <Note>{note}</Note>}
      <Remarks remarks={row.remarks.filter(({ about }) => about === window.about)} />
    </TableCell>
  );
}

interface Detail {
  label: string;
  help: string | undefined;
  text: string;
}

function Details({ details }: { details: readonly Detail[] }) {
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fill, minmax(190px, 1fr))',
        gap: '10px 20px',
        fontSize: 12,
        lineHeight: '17px',
      }}
    >
      {details.map(({ label, help, text }) => (
        <Box key={label} title={help}>
          <Box component="dt" sx={{ color: token('muted') }}>
            {label}
          </Box>
          <Box component="dd" sx={{ m: 0, fontVariantNumeric: 'tabular-nums' }}>
            {text}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

function ResultRow<Each extends Row, Results>({
  row,
  colorOf,
  columns,
  details,
}: {
  row: Each;
  colorOf: ColorOfArm;
  columns: readonly Column<Each, Results>[];
  details: readonly Detail[];
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <TableRow sx={open ? { '& > *': { borderBottom: 'none !important' } } : undefined}>
        {columns.map((column) => (
          <Cell
            key={column.heading}
            column={column}
            row={row}
            colorOf={colorOf}
            fold={details.length > 0 ? { open, controls: id, onClick: () => setOpen(!open) } : undefined}
          />
        ))}
      </TableRow>
      {open && (
        <TableRow id={id}>
          <TableCell colSpan={columns.length} sx={{ backgroundColor: token('raised') }}>
            <Details details={details} />
          </TableCell>
        </TableRow>
      )}
    </>
  );
}

export function ResultTable<Each extends Row, Results extends { rows: readonly Each[] }>({
  label,
  table,
  colorOf,
  columns: all,
  keyOf,
}: {
  label: string;
  table: Results;
  colorOf: ColorOfArm;
  columns: readonly Column<Each, Results>[];
  keyOf(row: Each): string;
}) {
  const inWindow = all.filter(({ window, isShown }) => window && (isShown?.(table) ?? true));
  const columns = inWindow.filter(({ isDetail, window }) => !isDetail && !window?.isFolded);
  const detailsOf = (row: Each): Detail[] =>
    inWindow
      .filter((column) => !columns.includes(column))
      .map((column) => ({
        label: t(column.window?.heading ?? column.heading),
        help: column.window?.help && t(column.window.help),
        text: textIn(column, row),
      }))
      .filter(({ text }) => text !== '–');
  return (
    <Box sx={{ overflowX: 'auto', mx: -4 }}>
      <Table
        aria-label={label}
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
            <ResultRow
              key={keyOf(row)}
              row={row}
              colorOf={colorOf}
              columns={columns}
              details={detailsOf(row)}
            />
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
