/** Places runs that do not count in the ablation table, so that it accounts for every chosen run. */
import type { RunRecord } from './run';
import { type ImageNames, settingsKey, splitText } from './twin-settings';

/** Runs of a residual network and of its plain twin. */
export interface Sides {
  residual: readonly RunRecord[];
  plain: readonly RunRecord[];
}

/** Old records without a fingerprint go by the arm's name. */
export const networkOf = ({ network, arm }: RunRecord): string => network.graphKey ?? arm;

/** It is the network of this side, or could be if the side is empty. */
function fits(run: RunRecord, { residual, plain }: Sides): boolean {
  const [own, other] = run.network.variant === 'plain' ? [plain, residual] : [residual, plain];
  return own.length > 0
    ? own.some((one) => networkOf(one) === networkOf(run))
    : other.some(({ network }) => network.twinKey === run.network.twinKey);
}

function sameTraining(run: RunRecord, { residual, plain }: Sides, images: ImageNames): boolean {
  const key = settingsKey(run);
  return [...residual, ...plain].some(
    (one) =>
      settingsKey(one) === key &&
      (run.split === undefined || (splitText(one) === splitText(run) && images(one) === images(run))),
  );
}

/** A run that is being extended has other settings than the arm's other seeds. */
const sameArm = (run: RunRecord, { residual, plain }: Sides): boolean =>
  [...residual, ...plain].some((one) => one.studyId === run.studyId && one.arm === run.arm);

/** @param others chosen runs that are in no row. @returns the runs missing in each row; and those that belong to none. */
export function placeLeftOut(
  rows: readonly Sides[],
  others: readonly RunRecord[],
  images: ImageNames,
): { missing: Sides[]; withoutRow: RunRecord[] } {
  const missing = rows.map(() => ({ residual: [] as RunRecord[], plain: [] as RunRecord[] }));
  const withoutRow: RunRecord[] = [];
  for (const run of others) {
    const fitting = [...rows.keys()].filter((index) => fits(run, rows[index]!));
    const alike = fitting.filter((index) => sameTraining(run, rows[index]!, images));
    const homes = alike.length > 0 ? alike : fitting.filter((index) => sameArm(run, rows[index]!));
    if (homes.length === 0) withoutRow.push(run);
    for (const index of homes) missing[index]![run.network.variant].push(run);
  }
  return { missing, withoutRow };
}
