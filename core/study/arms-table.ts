/** The table of a study: each arm compared with the baseline. */
import { groupBy } from '../basics/group-by';
import { t } from '../messages';
import { mean } from '../statistics/sample';
import { captionOf } from './caption';
import type { Compared } from './compared';
import { explanationsOf } from './describe-remark';
import { compareSides, corrected } from './evidence';
import { isHalved, variedKey } from './halved-runs';
import { differenceRemarks, leftOutRemark, type Remark, runRemarks } from './remarks';
import type { RunRecord } from './run';
import { newestOfSeeds, sideOf, type TableSide } from './side';
import { imageNames, labelsApart, settingsKey, splitText } from './twin-settings';

/** Compared is this arm minus the baseline. */
export interface ArmRow extends Compared {
  /** The arm's name, with the settings of this row if there are several of it. */
  label: string;
  arm: string;
  isBaseline: boolean;
  epochs: number;
  /** Absent if no run of it has finished. */
  side?: TableSide;
  remarks: readonly Remark[];
}

export interface ArmsTable {
  studyId: string;
  /** The study's name. */
  study: string;
  /** The baseline's arm. */
  baseline: string;
  caption: string;
  rows: readonly ArmRow[];
  /** Every row has a test number; otherwise none is shown. */
  tested: boolean;
  /** What the remarks mean. */
  notes: readonly string[];
}

/** The runs of a row. */
interface Cell {
  finished: readonly RunRecord[];
  /** The unfinished ones of the same arm. */
  others: readonly RunRecord[];
}

const runsOf = ({ finished, others }: Cell) => [...finished, ...others];

const isFinished = ({ state, epochs }: RunRecord) => state === 'finished' && epochs.length > 0;

/**
 * @param runs those of one study whose records name the baseline. Each arm has a row for each combination of the settings that the study
 *   varies, below the baseline with the same.
 */
export function armsTable(runs: readonly [RunRecord, ...RunRecord[]]): ArmsTable {
  const [{ studyId, studyName, baseline = '' }] = runs;
  const ordered = [...runs].sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  const images = imageNames(ordered);
  const cells = [...groupBy(ordered, variedKey).values()].flatMap((varied) => {
    const arms = [...groupBy(varied, ({ arm }) => arm).values()];
    arms.sort(([a], [b]) => Number(b?.arm === baseline) - Number(a?.arm === baseline));
    return arms.flatMap((ofArm) => cellsOf(ofArm, images));
  });
  const isBaseline = (cell: Cell) => runsOf(cell)[0]?.arm === baseline;
  const rows = corrected(
    cells.map((cell) => {
      const [run] = runsOf(cell);
      const others = cells.filter((one) => isBaseline(one) && variedKey(runsOf(one)[0]) === variedKey(run));
      const other = others.find((one) => epochsOf(one) === epochsOf(cell)) ?? others[0];
      return rowOf(cell, isBaseline(cell) ? undefined : other, images);
    }),
  );
  const sides = rows.flatMap(({ side }) => side ?? []);
  const tested = sides.length > 0 && sides.every(({ test }) => test !== undefined);
  const shown = tested ? rows : rows.map(untested);
  const labels = labelsApart(shown.map(({ arm, members }) => ({ label: arm, members })));
  return {
    studyId,
    study: studyName,
    baseline,
    caption: captionOf(
      shown.filter(({ side }) => side),
      tested,
      shown.some(({ evidence }) => evidence) ? [t('statistics.caption.baseline', { name: baseline })] : [],
    ),
    rows: shown.map(({ members, ...row }, index) => ({ ...row, label: labels[index]! })),
    tested,
    notes: explanationsOf(shown.flatMap(({ remarks }) => remarks)),
  };
}

/**
 * Finished runs that were trained alike share a row; the others are in the first. An arm that the study's rule stopped has no result, even
 * if one of its seeds was trained to the end before.
 */
function cellsOf(ofArm: readonly RunRecord[], images: (run: RunRecord) => string): Cell[] {
  if (ofArm.some(isHalved)) return [{ finished: [], others: ofArm }];
  const alike = (run: RunRecord) =>
    JSON.stringify([settingsKey(run), run.epochs.length, splitText(run), images(run)]);
  const [first, ...rest] = groupBy(ofArm.filter(isFinished), alike).values();
  const others = ofArm.filter((run) => !isFinished(run));
  return [{ finished: first ?? [], others }, ...rest.map((finished) => ({ finished, others: [] }))];
}

const epochsOf = ({ finished }: Cell) => finished[0]?.epochs.length;

type Draft = ArmRow & { members: readonly RunRecord[] };

function rowOf(cell: Cell, baseline: Cell | undefined, images: (run: RunRecord) => string): Draft {
  const [side, other] = [cell, baseline].map((one) => sideOf(newestOfSeeds(one?.finished ?? [])));
  const isComparable = !baseline || validatedAlike(runsOf(cell)[0]!, runsOf(baseline)[0]!, images);
  const compared = side && other && isComparable ? compareSides(side, other) : undefined;
  const own = remarksOf(cell);
  const between = (): Remark[] => {
    if (!baseline) return [];
    if (!isComparable) return [{ about: 'difference', kind: 'other-images' }];
    if (!compared || !side || !other) return hint(cell, baseline);
    return differenceRemarks(
      { ...side, remarks: own },
      { ...other, remarks: remarksOf(baseline) },
      compared.interval,
      (ofArm, ofBaseline) => ({ arm: ofArm, baseline: ofBaseline }),
    );
  };
  const members = runsOf(cell);
  return {
    label: '',
    arm: members[0]!.arm,
    isBaseline: baseline === undefined && members[0]!.arm === members[0]!.baseline,
    epochs: epochsOf(cell) ?? 0,
    ...(side ? { side } : {}),
    ...compared,
    remarks: [...own, ...between()],
    members,
  };
}

function remarksOf({ finished, others }: Cell): Remark[] {
  const counted = newestOfSeeds(finished);
  const left = [...finished.filter((run) => !counted.includes(run)), ...others];
  return [...runRemarks(counted), ...leftOutRemark(left, counted.length)].map((remark) => ({
    about: 'arm',
    ...remark,
  }));
}

/** Whether their accuracies are of the same images. They may have been trained on others: that may be the question. */
function validatedAlike(one: RunRecord, other: RunRecord, images: (run: RunRecord) => string): boolean {
  const measuredOn = (run: RunRecord) => {
    const { split, settings } = run;
    const { selection } = settings;
    const heldOut = selection.validation.kind === 'held-out' ? [selection.validation, selection.seed] : [];
    return JSON.stringify([images(run), split?.validatedOn, split?.valCount, split?.classes, heldOut]);
  };
  return !one.split || !other.split || measuredOn(one) === measuredOn(other);
}

/** How the runs compare at the last epoch that all seeds of both have reached, before they have ended. */
function hint(cell: Cell, baseline: Cell): Remark[] {
  const [own, base] = [cell, baseline].map(
    (one) =>
      new Map(
        runsOf(one)
          .filter(({ epochs }) => epochs.length > 0)
          .map((run) => [run.settings.seed, run.epochs.map(({ valAccuracy }) => valAccuracy)]),
      ),
  ) as [Map<number, number[]>, Map<number, number[]>];
  const pairs = [...own].flatMap(([seed, accuracies]) => {
    const other = base.get(seed);
    return other ? [[accuracies, other] as const] : [];
  });
  if (pairs.length === 0) return [];
  const epoch = Math.min(...pairs.flat().map(({ length }) => length));
  const points = 100 * mean(pairs.map(([first, second]) => first[epoch - 1]! - second[epoch - 1]!));
  return [{ about: 'difference', kind: 'hint', epoch, points, seeds: pairs.length }];
}

function untested(row: Draft): Draft {
  if (!row.side) return row;
  const { test, ...side } = row.side;
  return {
    ...row,
    side,
    remarks: row.remarks.filter((remark) => remark.kind !== 'at-chance' || remark.measured !== 'test'),
  };
}
