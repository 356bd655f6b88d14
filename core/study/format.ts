/** The ablation table as text: Markdown for a paper's draft, CSV for a spreadsheet, JSON for a program. */
import { groupThousands } from '../analysis/summary';
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
      return `${JSON.stringify(table, null, 2)}\n`;
    default:
      throw new RangeError(`A table is written as md, csv or json. Received: ${String(format)}.`);
  }
}

/** `73.4 %`, `73.4 ± 0.3 % (n = 3)`; a dash where there is no run. */
export function formatAccuracy(side: TableSide | undefined): string {
  return side === undefined ? '–' : shares(side, side.seeds.length);
}

function shares({ accuracy, deviation }: Pick<TableSide, 'accuracy' | 'deviation'>, count: number): string {
  const percent = (value: number) => (100 * value).toFixed(1);
  if (deviation === undefined) return `${percent(accuracy)} %`;
  return `${percent(accuracy)} ± ${percent(deviation)} % (n = ${count})`;
}

/** `71.2 % (epoch 4)`, `71.2 ± 0.4 % (n = 2) (epochs 4, 5)`; a dash where there is none. */
export function formatTest(side: TableSide | undefined): string {
  if (!side?.test) return '–';
  const { epochs } = side.test;
  const which = epochs.length === 1 ? `epoch ${epochs[0]}` : `epochs ${epochs.join(', ')}`;
  return `${shares(side.test, epochs.length)} (${which})`;
}

/** `+5.2`, `-0.3`, in percentage points; a dash without a twin. */
export function formatDifference(points: number | undefined): string {
  if (points === undefined) return '–';
  const text = points.toFixed(1);
  // A rounded minus zero is a zero.
  return Number(text) === 0 ? '0.0' : points > 0 ? `+${text}` : text;
}

/** `17.6 … 22.4`, in percentage points; a dash where seeds are too few to tell. */
export function formatInterval({ interval }: Pick<TableRow, 'interval'>): string {
  if (!interval) return '–';
  const end = (points: number) => points.toFixed(1).replace(/^-0\.0$/, '0.0');
  return `${end(interval.low)} … ${end(interval.high)}`;
}

const both = (row: TableRow, text: (side: TableSide) => string) =>
  [row.residual, row.plain].map((side) => (side ? text(side) : '–')).join(' / ');

function markdown({ caption, rows, tested }: AblationTable): string {
  const cell = (text: string) =>
    text
      .replaceAll('\\', '\\\\')
      .replaceAll('|', '\\|')
      .replace(/[\r\n]+/g, ' ');
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  const told = rows.some(({ interval }) => interval);
  return [
    line([
      'Network',
      'Residual',
      'Plain',
      'Difference (points)',
      ...(told ? ['95 % interval'] : []),
      ...(tested ? ['Test (residual / plain)'] : []),
      'Parameters (residual / plain)',
      'Seconds per epoch (residual / plain)',
    ]),
    `| --- |${' ---: |'.repeat(5 + Number(tested) + Number(told))}`,
    ...rows.map((row) =>
      line([
        row.label,
        formatAccuracy(row.residual),
        formatAccuracy(row.plain),
        formatDifference(row.differencePoints),
        ...(told ? [formatInterval(row)] : []),
        ...(tested ? [both(row, formatTest)] : []),
        both(row, (side) => groupThousands(side.params)),
        both(row, (side) => side.secondsPerEpoch.toFixed(1)),
      ]),
    ),
    '',
    ...(caption ? [caption.replace(/[\r\n]+/g, ' '), ''] : []),
  ].join('\n');
}

/** RFC 4180: CRLF, quotes where needed and doubled inside. Accuracies are shares (0..1), in full precision. */
function csv({ caption, rows, tested }: AblationTable): string {
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
      caption,
    ]),
  ];
  return records.map((record) => `${record.map(cell).join(',')}\r\n`).join('');
}
