/**
 * The ablation table as text: Markdown for a paper's draft, CSV for a spreadsheet, JSON for a program. What people read is in the current
 * language; the headings of CSV and the keys of JSON are the same in all of them, because scripts read them.
 */
import { formatCount, formatDecimals, formatPercent, formatSigned } from '../format/number';
import { join, t } from '../messages';
import { remarksLine, remarkWords } from './remark-words';
import type { AblationTable, TableRow, TableSide } from './table';

export type TableFormat = 'md' | 'csv' | 'json';

/** @throws RangeError for another format, naming it. The text ends in a line break. */
export function formatTable(table: AblationTable, format: TableFormat): string {
  switch (format) {
    case 'md':
      return markdown(table);
    case 'csv':
      return csv(table);
    case 'json':
      return `${JSON.stringify(worded(table), null, 2)}\n`;
    default:
      throw new RangeError(`A table is written as md, csv or json. Received: ${String(format)}.`);
  }
}

/** A program gets the words of each remark too. */
function worded(table: AblationTable) {
  return {
    ...table,
    rows: table.rows.map((row) => ({
      ...row,
      remarks: row.remarks.map((remark) => ({ ...remark, words: remarkWords(remark) })),
    })),
    absent: table.absent.map(({ arm, remark }) => ({
      arm,
      remark: { ...remark, words: remarkWords(remark) },
    })),
  };
}

/** `73.4% (n = 1)`, `73.4 ± 0.3% (n = 3)`; a dash where there is no run. */
export function formatAccuracy(side: TableSide | undefined): string {
  return side === undefined ? '–' : `${shares(side)} (n = ${side.seeds.length})`;
}

function shares({ accuracy, deviation }: Pick<TableSide, 'accuracy' | 'deviation'>): string {
  return deviation === undefined
    ? formatPercent(accuracy)
    : `${formatDecimals(100 * accuracy, 1)} ± ${formatPercent(deviation)}`;
}

/** `71.2% (n = 1, epoch 4)`, `71.2 ± 0.4% (n = 2, epochs 4, 5)`; a dash where there is none. */
export function formatTest(side: TableSide | undefined): string {
  if (!side?.test) return '–';
  const { epochs } = side.test;
  return t('compare.table.testEpochs', {
    ...{ accuracy: shares(side.test), count: epochs.length },
    epochs: join(epochs.map(String), 'unit'),
  });
}

/** `+5.2`, `-0.3`, in percentage points; a dash without a twin. */
export function formatDifference(points: number | undefined): string {
  if (points === undefined) return '–';
  return formatSigned(points, 1);
}

/** More decimals than these would claim too much, even of an interval that ends just beside zero. */
const MOST_DECIMALS = 4;

/**
 * `17.6 … 22.4`, in percentage points; one number where nothing varied; a dash where seeds are too few to tell. As many
 * decimals as it takes to tell the ends apart, and an end that is not zero from zero.
 */
export function formatInterval({ interval }: Pick<TableRow, 'interval'>): string {
  if (!interval) return '–';
  const { low, high } = interval;
  const ends = (decimals: number) => [low, high].map((points) => formatDecimals(points, decimals));
  if (low === high) return ends(1)[0]!;
  const clear = ([first, second]: readonly string[]) =>
    first !== second && (low === 0 || Number(first) !== 0) && (high === 0 || Number(second) !== 0);
  for (let decimals = 1; decimals <= MOST_DECIMALS; decimals++) {
    if (clear(ends(decimals))) return ends(decimals).join(' … ');
  }
  return ends(1).join(' … ');
}

/** `Plain-34: 3 of 3 left out (failed).`: networks without a row, a sentence each. */
export const absentSentences = ({ absent }: Pick<AblationTable, 'absent'>): string[] =>
  absent.map(({ arm, remark }) => t('compare.table.absent', { arm, remark: remarkWords(remark) }));

/** The text below the numbers, a paragraph each. */
const paragraphs = (table: AblationTable): string[] => [
  ...absentSentences(table),
  ...table.notes,
  ...(table.caption ? [table.caption] : []),
];

const both = (row: TableRow, text: (side: TableSide) => string) =>
  [row.residual, row.plain].map((side) => (side ? text(side) : '–')).join(' / ');

interface Column {
  heading: string;
  text: (row: TableRow) => string;
  /** Words are on the left, numbers on the right. */
  words?: true;
}

function markdownColumns({ rows, tested }: AblationTable): Column[] {
  const intervals = rows.some(({ interval }) => interval);
  const remarked = rows.some(({ remarks }) => remarks.length > 0);
  return [
    { heading: t('compare.table.network'), text: ({ label }) => label, words: true },
    { heading: t('compare.table.residual'), text: ({ residual }) => formatAccuracy(residual) },
    { heading: t('compare.table.plain'), text: ({ plain }) => formatAccuracy(plain) },
    {
      heading: t('compare.table.difference'),
      text: ({ differencePoints }) => formatDifference(differencePoints),
    },
    ...(intervals ? [{ heading: t('compare.table.interval'), text: formatInterval }] : []),
    ...(tested ? [{ heading: t('compare.table.test'), text: (row: TableRow) => both(row, formatTest) }] : []),
    {
      heading: t('compare.table.parameters'),
      text: (row) => both(row, (side) => formatCount(side.params)),
    },
    {
      heading: t('compare.table.seconds'),
      text: (row) => both(row, (side) => formatDecimals(side.secondsPerEpoch, 1)),
    },
    ...(remarked
      ? [
          {
            heading: t('compare.table.remarks'),
            text: ({ remarks }: TableRow) => remarksLine(remarks),
            words: true as const,
          },
        ]
      : []),
  ];
}

function markdown(table: AblationTable): string {
  const columns = markdownColumns(table);
  const cell = (text: string) =>
    text
      .replaceAll('\\', '\\\\')
      .replaceAll('|', '\\|')
      .replace(/[\r\n]+/g, ' ');
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ heading }) => cell(heading))),
    line(columns.map(({ words }) => (words ? '---' : '---:'))),
    ...table.rows.map((row) => line(columns.map(({ text }) => cell(text(row))))),
    '',
    ...paragraphs(table).flatMap((paragraph) => [paragraph.replace(/[\r\n]+/g, ' '), '']),
  ].join('\n');
}

/** RFC 4180: CRLF, quotes where needed and doubled inside. Accuracies are shares (0..1), in full precision. */
function csv(table: AblationTable): string {
  const { rows, tested } = table;
  const caption = paragraphs(table).join(' ');
  const cell = (value: string | number | undefined) => {
    const text = value === undefined ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const side = (which: TableSide | undefined) => [
    which?.accuracy,
    which?.deviation,
    which?.seeds.length,
    which?.params,
    which?.secondsPerEpoch,
    ...(tested ? [which?.test?.accuracy, which?.test?.deviation, which?.test?.epochs.join(' ')] : []),
  ];
  const columns = [
    ...['accuracy', 'sd', 'n', 'params', 'seconds_per_epoch'],
    ...(tested ? ['test_accuracy', 'test_sd', 'test_epoch'] : []),
  ];
  const records = [
    [
      'network',
      'depth',
      'epochs',
      ...columns.map((name) => `residual_${name}`),
      ...columns.map((name) => `plain_${name}`),
      'difference_points',
      'difference_low',
      'difference_high',
      'remarks',
      'caption',
    ],
    ...rows.map((row) => [
      row.label,
      row.depth,
      row.epochs,
      ...side(row.residual),
      ...side(row.plain),
      row.differencePoints,
      row.interval?.low,
      row.interval?.high,
      remarksLine(row.remarks),
      caption,
    ]),
  ];
  return records.map((record) => `${record.map(cell).join(',')}\r\n`).join('');
}
