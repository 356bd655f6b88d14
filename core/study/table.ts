/** The ablation table: one row per network, residual beside plain. */

import { groupBy } from '../basics/group-by';
import { t } from '../messages';
import { captionOf } from './caption';
import type { Compared } from './compared';
import { explanationsOf } from './describe-remark';
import { compareSides, corrected } from './evidence';
import { givenUp } from './halved-runs';
import { networkOf, placeLeftOut, type Sides } from './left-out';
import { differenceRemarks, leftOutRemark, type Remark, runRemarks, type SideRemark } from './remarks';
import type { RunRecord } from './run';
import { newestOfSeeds, sideOf, type TableSide } from './side';
import { imageNames, labelsApart, twinsKey, unpaired } from './twin-settings';

/** Compared is residual minus plain. */
export interface TableRow extends Compared {
  /** `50 layers`, with the arms' names if the depth is not enough. */
  label: string;
  depth: number;
  epochs: number;
  residual?: TableSide;
  plain?: TableSide;
  remarks: readonly Remark[];
}

export interface AblationTable {
  /** Data set, split, epochs, optimizer. */
  caption: string;
  rows: readonly TableRow[];
  /** Every run has a test number; otherwise none is shown. */
  tested: boolean;
  /** Networks without a run that has finished. */
  absent: readonly AbsentArm[];
  /** What the remarks mean. */
  notes: readonly string[];
}

interface AbsentArm {
  arm: string;
  remark: SideRemark;
}

/**
 * A row has finished runs of twins (`network.twinKey`) with equal settings apart from the seed, on the same images, for the
 * same number of epochs. An arm that its study's rule gave up has none. Remarks say what was left out. Ordered by depth, then by the oldest run.
 */
export function ablationTable(runs: readonly RunRecord[]): AblationTable {
  const ordered = [...runs].sort((a, b) =>
    a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0,
  );
  const isGivenUp = givenUp(ordered);
  const finished = ordered.filter(
    (run) => run.state === 'finished' && run.epochs.length > 0 && !isGivenUp(run),
  );
  const images = imageNames(finished);
  const pairs = [...groupBy(finished, (run) => twinsKey(run, images)).values()].flatMap(sidesOf);
  const { missing, withoutRow } = placeLeftOut(
    pairs,
    ordered.filter((run) => !finished.includes(run)),
    images,
  );
  const rows = corrected(pairs.map((pair, index) => rowOf(pair, missing[index]!)));
  rows.sort((a, b) => a.depth - b.depth);
  const sides = rows.flatMap(({ residual, plain }) => [residual, plain]).filter((side) => side !== undefined);
  const tested = sides.length > 0 && sides.every(({ test }) => test !== undefined);
  const shown = tested ? rows : rows.map(untested);
  return {
    caption: captionOf(shown, tested, unpaired(shown)),
    rows: labeled(shown),
    tested,
    absent: [...groupBy(withoutRow, ({ arm }) => arm)].flatMap(([arm, left]) =>
      leftOutRemark(left, 0).map((remark) => ({ arm, remark })),
    ),
    notes: explanationsOf(shown.flatMap(({ remarks }) => remarks)),
  };
}

/** Several residual networks may share one plain twin. */
function sidesOf(twins: readonly RunRecord[]): Sides[] {
  const plain = twins.filter(({ network }) => network.variant === 'plain');
  const residuals = groupBy(
    twins.filter(({ network }) => network.variant === 'residual'),
    networkOf,
  );
  return residuals.size === 0
    ? [{ residual: [], plain }]
    : [...residuals.values()].map((residual) => ({ residual, plain }));
}

function untested(row: Draft): Draft {
  const without = ({ test, ...side }: TableSide): TableSide => side;
  return {
    ...row,
    ...(row.residual ? { residual: without(row.residual) } : {}),
    ...(row.plain ? { plain: without(row.plain) } : {}),
    remarks: row.remarks.filter((remark) => remark.kind !== 'at-chance' || remark.measured !== 'test'),
  };
}

type Draft = TableRow & { members: readonly RunRecord[] };

/** @param missing runs that belong here but have not finished */
function rowOf(pair: Sides, missing: Sides): Draft {
  const counted = { residual: newestOfSeeds(pair.residual), plain: newestOfSeeds(pair.plain) };
  const residual = sideOf(counted.residual);
  const plain = sideOf(counted.plain);
  const compared = residual && plain && compareSides(residual, plain);
  const about = (side: keyof Sides): Remark[] => {
    const left = [...pair[side].filter((run) => !counted[side].includes(run)), ...missing[side]];
    return [...runRemarks(counted[side]), ...leftOutRemark(left, counted[side].length)].map((remark) => ({
      about: side,
      ...remark,
    }));
  };
  const remarks = { residual: about('residual'), plain: about('plain') };
  const members = [...pair.residual, ...pair.plain];
  return {
    label: '',
    depth: Math.max(...members.map((run) => run.network.depth)),
    epochs: members[0]?.epochs.length ?? 0,
    ...(residual ? { residual } : {}),
    ...(plain ? { plain } : {}),
    ...compared,
    remarks: [
      ...remarks.residual,
      ...remarks.plain,
      ...(compared
        ? differenceRemarks(
            { ...residual, remarks: remarks.residual },
            { ...plain, remarks: remarks.plain },
            compared.interval,
            (ofResidual, ofPlain) => ({ residual: ofResidual, plain: ofPlain }),
          )
        : []),
    ],
    members,
  };
}

function labeled(rows: readonly Draft[]): TableRow[] {
  const byDepth = groupBy(rows, (row) => String(row.depth));
  const names = (row: TableRow) =>
    [...new Set([...(row.residual?.arms ?? []), ...(row.plain?.arms ?? [])])].join(' / ');
  const settled = rows.map(({ members, ...row }) => {
    const alone = (byDepth.get(String(row.depth))?.length ?? 0) === 1;
    const count = row.depth;
    const label = alone
      ? t('compare.table.layers', { count })
      : t('compare.table.layersOf', { count, names: names(row) });
    return { row, members, label };
  });
  const labels = labelsApart(settled);
  return settled.map(({ row }, index) => ({ ...row, label: labels[index]! }));
}
