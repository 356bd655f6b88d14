/** The columns of the ablation table. The window, Markdown and CSV show this list, in its order. */
import { formatCompact, formatCount, formatDecimals, formatPercent, formatSigned } from '../format/number';
import { join, type Key, t } from '../messages';
import { remarksLine } from './describe-remark';
import type { Remark } from './remarks';
import type { AblationTable, TableRow, TableSide } from './table';

type CsvValue = string | number | undefined;

export interface TableColumn {
  heading: Key;
  text(row: TableRow): string;
  /** Words are on the left, numbers on the right. */
  isWords?: true;
  /** Absent: always. */
  isShown?(table: AblationTable): boolean;
  /** Absent: the window shows this elsewhere. */
  window?: {
    /** Where it is shorter, or has more lines, than in Markdown. */
    heading?: Key;
    text?(row: TableRow): string;
    help?: Key;
    /** Remarks that are shown below the number. */
    about?: Remark['about'];
    /** Green for a gain, red for a loss. */
    isVerdict?: true;
  };
  /** Fields by name: scripts read them, so the names stay, in every language. */
  csv?: {
    /** In every table, whether the column is shown or not. */
    row?: Readonly<Record<string, (row: TableRow) => CsvValue>>;
    /** Once with `residual_` before the name and once with `plain_`. Accuracies are shares (0..1). */
    side?: Readonly<Record<string, (side: TableSide) => CsvValue>>;
  };
}

export const TABLE_COLUMNS: readonly TableColumn[] = [
  {
    heading: 'compare.table.network',
    text: ({ label }) => label,
    isWords: true,
    window: {},
    csv: {
      row: { network: ({ label }) => label, depth: ({ depth }) => depth, epochs: ({ epochs }) => epochs },
    },
  },
  {
    heading: 'compare.table.residual',
    text: ({ residual }) => formatAccuracy(residual),
    window: { about: 'residual' },
    csv: {
      side: {
        accuracy: ({ accuracy }) => accuracy,
        sd: ({ deviation }) => deviation,
        n: ({ seeds }) => seeds.length,
      },
    },
  },
  {
    heading: 'compare.table.plain',
    text: ({ plain }) => formatAccuracy(plain),
    window: { about: 'plain' },
  },
  {
    heading: 'compare.table.difference',
    text: ({ differencePoints: points }) => (points === undefined ? '–' : formatSigned(points, 1)),
    window: {
      heading: 'compare.ablation.difference',
      help: 'compare.ablation.differenceHelp',
      text: ({ differencePoints: points }) =>
        points === undefined ? '–' : t('compare.ablation.points', { points: formatSigned(points, 1) }),
      about: 'difference',
      isVerdict: true,
    },
    csv: {
      row: {
        difference_points: ({ differencePoints }) => differencePoints,
        difference_low: ({ interval }) => interval?.low,
        difference_high: ({ interval }) => interval?.high,
      },
    },
  },
  {
    heading: 'compare.table.interval',
    text: formatInterval,
    isShown: ({ rows }) => rows.some(({ interval }) => interval),
    window: { help: 'compare.ablation.intervalHelp', about: 'interval' },
  },
  {
    heading: 'compare.table.test',
    text: (row) => both(row, formatTest),
    isShown: ({ tested }) => tested,
    window: { heading: 'compare.ablation.test', text: (row) => both(row, formatTest, ' /\n') },
    csv: {
      side: {
        test_accuracy: ({ test }) => test?.accuracy,
        test_sd: ({ test }) => test?.deviation,
        test_epoch: ({ test }) => test?.epochs.join(' '),
      },
    },
  },
  {
    heading: 'compare.table.parameters',
    text: (row) => both(row, ({ params }) => formatCount(params)),
    window: {
      heading: 'compare.ablation.parameters',
      text: (row) => both(row, ({ params }) => formatCompact(params)),
    },
    csv: { side: { params: ({ params }) => params } },
  },
  {
    heading: 'compare.table.seconds',
    text: (row) => both(row, ({ secondsPerEpoch }) => formatDecimals(secondsPerEpoch, 1)),
    window: {
      heading: 'compare.ablation.seconds',
      text: (row) =>
        both(row, ({ secondsPerEpoch: seconds }) => formatDecimals(seconds, seconds < 9.95 ? 1 : 0)),
    },
    csv: { side: { seconds_per_epoch: ({ secondsPerEpoch }) => secondsPerEpoch } },
  },
  {
    heading: 'compare.table.remarks',
    text: ({ remarks }) => remarksLine(remarks),
    isWords: true,
    isShown: ({ rows }) => rows.some(({ remarks }) => remarks.length > 0),
    csv: { row: { remarks: ({ remarks }) => remarksLine(remarks) } },
  },
];

const both = (row: TableRow, text: (side: TableSide) => string, separator = ' / ') =>
  [row.residual, row.plain].map((side) => (side ? text(side) : '–')).join(separator);

/** `73.4% (n = 1)`, `73.4 ± 0.3% (n = 3)`; a dash where there is no run. */
const formatAccuracy = (side: TableSide | undefined): string =>
  side === undefined ? '–' : `${shares(side)} (n = ${side.seeds.length})`;

const shares = ({ accuracy, deviation }: Pick<TableSide, 'accuracy' | 'deviation'>): string =>
  deviation === undefined
    ? formatPercent(accuracy)
    : `${formatDecimals(100 * accuracy, 1)} ± ${formatPercent(deviation)}`;

/** `71.2% (n = 1, epoch 4)`, `71.2 ± 0.4% (n = 2, epochs 4, 5)`; a dash without a test number. */
function formatTest({ test }: TableSide): string {
  if (!test) return '–';
  return t('compare.table.testEpochs', {
    accuracy: shares(test),
    count: test.epochs.length,
    epochs: join(test.epochs.map(String), 'unit'),
  });
}

/** More decimals than these would claim too much, even for an interval that ends just beside zero. */
const MOST_DECIMALS = 4;

/**
 * `17.6 … 22.4`, in percentage points; one number if nothing varied; a dash with too few seeds. Has enough decimals to
 * tell the ends apart, and an end that is not zero from zero.
 */
export function formatInterval({ interval }: Pick<TableRow, 'interval'>): string {
  if (!interval) return '–';
  const { low, high } = interval;
  const ends = (decimals: number) => [low, high].map((points) => formatDecimals(points, decimals));
  if (low === high) return ends(1)[0]!;
  const isClear = ([first, second]: readonly string[]) =>
    first !== second && (low === 0 || Number(first) !== 0) && (high === 0 || Number(second) !== 0);
  for (let decimals = 1; decimals <= MOST_DECIMALS; decimals++) {
    if (isClear(ends(decimals))) return ends(decimals).join(' … ');
  }
  return ends(1).join(' … ');
}
