/** The columns of both tables. The window, Markdown and CSV show these lists, in their order. */
import {
  formatCompact,
  formatCount,
  formatDecimals,
  formatP,
  formatPercent,
  formatSigned,
} from '../format/number';
import { join, type Key, t } from '../messages';
import type { Interval } from '../statistics/interval';
import { whatSeedsCanSay } from '../statistics/power';
import type { ArmRow, ArmsTable } from './arms-table';
import type { Compared, Evidence } from './compared';
import { remarksLine } from './describe-remark';
import type { Remark } from './remarks';
import type { TableSide } from './side';
import type { AblationTable, TableRow } from './table';

type CsvValue = string | number | undefined;

/** A column of a table whose rows are `Row`s. */
export interface Column<Row, Table> {
  heading: Key;
  text(row: Row): string;
  /** Words are on the left, numbers on the right. */
  isWords?: true;
  /** Absent: always. */
  isShown?(table: Table): boolean;
  /** Shown in the unfolded row of the window and in CSV, not in Markdown. */
  isDetail?: true;
  /** Absent: the window shows this elsewhere. */
  window?: {
    /** Where it is shorter, or has more lines, than in Markdown. */
    heading?: Key;
    text?(row: Row): string;
    help?: Key;
    /** Below the number, in small print. */
    note?(row: Row): string | undefined;
    /** The runs whose color is shown beside the text. */
    side?(row: Row): TableSide | undefined;
    /** Remarks that are shown below the number. */
    about?: Remark['about'];
    /** Green for a gain, red for a loss. */
    isVerdict?: true;
    /** In the unfolded row, although Markdown has it. */
    isFolded?: true;
  };
  /** Fields by name: scripts read them, so the names stay, in every language. */
  csv?: {
    /** In every table, whether the column is shown or not. */
    row?: Readonly<Record<string, (row: Row) => CsvValue>>;
    /** Where residual is beside plain: once with `residual_` before the name and once with `plain_`. Accuracies are shares (0..1). */
    side?: Readonly<Record<string, (side: TableSide) => CsvValue>>;
  };
}

export type TableColumn = Column<TableRow, AblationTable>;
export type ArmColumn = Column<ArmRow, ArmsTable>;

type ComparedColumn = Column<Compared, { rows: readonly Compared[] }>;

/** What is the same whoever is compared: the difference, and what the seeds say about it. */
const DIFFERENCE = {
  heading: 'compare.table.difference',
  text: ({ differencePoints: points }) => (points === undefined ? '–' : formatSigned(points, 1)),
  csv: {
    row: {
      difference_points: ({ differencePoints }) => differencePoints,
      difference_low: ({ interval }) => interval?.low,
      difference_high: ({ interval }) => interval?.high,
      p: ({ evidence }) => evidence?.p,
      p_holm: ({ evidence }) => evidence?.correctedP,
      superiority: ({ evidence }) => evidence?.superiority,
      bootstrap_low: ({ evidence }) => evidence?.bootstrap?.low,
      bootstrap_high: ({ evidence }) => evidence?.bootstrap?.high,
      sign_flip_p: ({ evidence }) => evidence?.signFlipP,
      correlation: ({ evidence }) => evidence?.correlation,
      more_seeds: ({ evidence }) => (Number.isFinite(evidence?.moreSeeds) ? evidence?.moreSeeds : undefined),
    },
  },
} as const satisfies ComparedColumn;

const hasInterval = ({ rows }: { rows: readonly Compared[] }) => rows.some(({ interval }) => interval);

const INTERVAL = {
  heading: 'compare.table.interval',
  text: formatInterval,
  isShown: hasInterval,
} as const satisfies ComparedColumn;

const P = {
  heading: 'statistics.p',
  text: ({ evidence }) => formatP(evidence?.correctedP),
  isShown: hasInterval,
} as const satisfies ComparedColumn;

const SUPERIORITY = {
  heading: 'statistics.superiority',
  text: ({ evidence }) => (evidence ? formatPercent(evidence.superiority, 0) : '–'),
  isShown: hasInterval,
} as const satisfies ComparedColumn;

const DETAILS: readonly ComparedColumn[] = [
  {
    heading: 'statistics.uncorrectedP',
    text: ({ evidence }) => formatP(evidence?.p),
    isDetail: true,
    window: { help: 'statistics.help.uncorrectedP' },
  },
  {
    heading: 'statistics.bootstrap',
    text: ({ evidence }) => bootstrapText(evidence),
    isDetail: true,
    window: { help: 'statistics.help.bootstrap' },
  },
  {
    heading: 'statistics.signFlip',
    text: ({ evidence }) => signFlipText(evidence),
    isDetail: true,
    window: { help: 'statistics.help.signFlip' },
  },
  {
    heading: 'statistics.correlation',
    text: ({ evidence }) =>
      evidence?.correlation === undefined ? '–' : formatSigned(evidence.correlation, 2),
    isDetail: true,
    window: { help: 'statistics.help.correlation' },
  },
];

const imagesNote = (side: TableSide | undefined) =>
  side?.imagesError === undefined
    ? undefined
    : t('statistics.imagesNote', { points: formatDecimals(100 * side.imagesError, 2) });

const HELP = {
  accuracy: 'statistics.help.accuracy',
  interval: 'compare.ablation.intervalHelp',
  p: 'statistics.help.p',
} as const;

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
    window: {
      about: 'residual',
      side: ({ residual }) => residual,
      help: HELP.accuracy,
      note: ({ residual }) => imagesNote(residual),
    },
    csv: {
      side: {
        accuracy: ({ accuracy }) => accuracy,
        sd: ({ deviation }) => deviation,
        n: ({ seeds }) => seeds.length,
        images_error: ({ imagesError }) => imagesError,
      },
    },
  },
  {
    heading: 'compare.table.plain',
    text: ({ plain }) => formatAccuracy(plain),
    window: {
      about: 'plain',
      side: ({ plain }) => plain,
      help: HELP.accuracy,
      note: ({ plain }) => imagesNote(plain),
    },
  },
  {
    ...DIFFERENCE,
    window: {
      heading: 'compare.ablation.difference',
      help: 'compare.ablation.differenceHelp',
      text: pointsText,
      about: 'difference',
      isVerdict: true,
    },
  },
  { ...INTERVAL, window: { help: HELP.interval, about: 'interval' } },
  { ...P, window: { help: HELP.p, isFolded: true } },
  { ...SUPERIORITY, window: { help: 'statistics.help.superiorityOfResidual', isFolded: true } },
  ...DETAILS,
  {
    heading: 'compare.table.test',
    text: (row) => both(row, formatTest),
    isShown: ({ tested }) => tested,
    window: {
      heading: 'compare.ablation.test',
      text: (row) => both(row, ({ test }) => (test ? shares(test) : '–'), ' /\n'),
      note: testedEpochs,
    },
    csv: {
      side: {
        test_accuracy: ({ test }) => test?.accuracy,
        test_sd: ({ test }) => test?.deviation,
        test_epoch: ({ test }) => test?.epochs.join(' '),
        test_images_error: ({ test }) => test?.imagesError,
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
      isFolded: true,
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

export const ARM_COLUMNS: readonly ArmColumn[] = [
  {
    heading: 'statistics.arm',
    text: ({ label, isBaseline }) => (isBaseline ? t('statistics.baseline', { name: label }) : label),
    isWords: true,
    window: {},
    csv: {
      row: {
        arm: ({ label }) => label,
        is_baseline: ({ isBaseline }) => String(isBaseline),
        epochs: ({ epochs }) => epochs,
      },
    },
  },
  {
    heading: 'statistics.accuracy',
    text: ({ side }) => formatAccuracy(side),
    window: {
      about: 'arm',
      side: ({ side }) => side,
      help: HELP.accuracy,
      note: ({ side }) => imagesNote(side),
    },
    csv: {
      row: {
        accuracy: ({ side }) => side?.accuracy,
        sd: ({ side }) => side?.deviation,
        n: ({ side }) => side?.seeds.length ?? 0,
        images_error: ({ side }) => side?.imagesError,
      },
    },
  },
  {
    ...DIFFERENCE,
    window: {
      heading: 'compare.ablation.difference',
      help: 'statistics.help.difference',
      text: pointsText,
      about: 'difference',
      isVerdict: true,
    },
  },
  { ...INTERVAL, window: { help: HELP.interval, about: 'interval' } },
  { ...P, window: { help: HELP.p } },
  { ...SUPERIORITY, window: { help: 'statistics.help.superiority' } },
  ...DETAILS,
  {
    heading: 'statistics.test',
    text: ({ side }) => (side ? formatTest(side) : '–'),
    isShown: ({ tested }) => tested,
    window: { isFolded: true },
    csv: {
      row: {
        test_accuracy: ({ side }) => side?.test?.accuracy,
        test_sd: ({ side }) => side?.test?.deviation,
        test_epoch: ({ side }) => side?.test?.epochs.join(' '),
        test_images_error: ({ side }) => side?.test?.imagesError,
      },
    },
  },
  {
    heading: 'compare.ablation.parameters',
    text: ({ side }) => (side ? formatCount(side.params) : '–'),
    window: { isFolded: true },
    csv: { row: { params: ({ side }) => side?.params } },
  },
  {
    heading: 'statistics.seconds',
    text: ({ side }) => (side ? formatDecimals(side.secondsPerEpoch, 1) : '–'),
    window: { isFolded: true },
    csv: { row: { seconds_per_epoch: ({ side }) => side?.secondsPerEpoch } },
  },
  {
    heading: 'compare.table.remarks',
    text: ({ remarks }) => remarksLine(remarks),
    isWords: true,
    isShown: ({ rows }) => rows.some(({ remarks }) => remarks.length > 0),
    csv: { row: { remarks: ({ remarks }) => remarksLine(remarks) } },
  },
];

function pointsText({ differencePoints: points }: Compared): string {
  return points === undefined ? '–' : t('compare.ablation.points', { points: formatSigned(points, 1) });
}

/** `epochs 4, 5 / 5, 5`: those of the checkpoints that were tested. */
function testedEpochs(row: TableRow): string {
  return t('statistics.testedEpochs', {
    epochs: both(row, ({ test }) => (test ? join(test.epochs.map(String), 'unit') : '–')),
  });
}

function bootstrapText(evidence: Evidence | undefined): string {
  const { bootstrap } = evidence ?? {};
  if (!bootstrap) return '–';
  const interval = formatInterval({ interval: bootstrap });
  return bootstrap.isDegenerate ? t('statistics.degenerate', { interval }) : interval;
}

function signFlipText(evidence: Evidence | undefined): string {
  if (evidence?.signFlipP === undefined) return '–';
  const seeds = evidence.differences?.length ?? 0;
  return t('statistics.signFlipLeast', {
    p: formatP(evidence.signFlipP),
    least: formatP(whatSeedsCanSay(seeds).leastP),
    count: seeds,
  });
}

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
export function formatInterval({ interval }: { interval?: Pick<Interval, 'low' | 'high'> }): string {
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
