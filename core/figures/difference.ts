/** How two networks differ over the epochs: runs with the same seed are compared, as in the tables. */
import { mean } from 'd3-array';
import { groupBy } from '../basics/group-by';
import type { RunRecord } from '../study/run';
import { settingsKey } from '../study/twin-settings';
import { bandOf, pointsOf, type Series } from './types';

const hasEpochs = ({ epochs }: RunRecord) => epochs.length > 0;

/**
 * The runs of two networks: those of the newest study that has both, else all.
 * @param keys of the networks (core/analysis/twins.ts)
 * @param runs newest first
 */
export function runsOfNetworks(
  runs: readonly RunRecord[],
  keys: readonly [first: string, second: string],
): { first: RunRecord[]; second: RunRecord[] } {
  const [a, b] = keys;
  const begun = runs.filter(hasEpochs);
  const of = (some: readonly RunRecord[], key: string) =>
    some.filter(({ network }) => network.graphKey === key);
  const studies = [...groupBy(begun, ({ studyId }) => studyId).values()];
  const both = studies.find((study) => of(study, a).length > 0 && of(study, b).length > 0) ?? begun;
  return { first: of(both, a), second: of(both, b) };
}

/** Validation accuracy of the second minus that of the first, in percentage points; undefined without runs of one seed and the same settings. */
export function differenceCurve(
  first: readonly RunRecord[],
  second: readonly RunRecord[],
  { label, color }: Pick<Series, 'label' | 'color'>,
): Series | undefined {
  const pairs = second.flatMap((run) => {
    const other = first.find(
      (one) => one.settings.seed === run.settings.seed && settingsKey(one) === settingsKey(run),
    );
    return other ? [{ run, other }] : [];
  });
  if (pairs.length === 0) return undefined;
  const length = Math.min(...pairs.flatMap(({ run, other }) => [run.epochs.length, other.epochs.length]));
  const places = Array.from({ length }, (_, index) => {
    const values = pairs.map(
      ({ run, other }) => 100 * (run.epochs[index]!.valAccuracy - other.epochs[index]!.valAccuracy),
    );
    const x = pairs[0]!.run.epochs[index]!.epoch;
    return { x, y: mean(values)!, low: Math.min(...values), high: Math.max(...values) };
  });
  return {
    ...{ id: 'difference', label, color, dots: true },
    points: pointsOf(places),
    ...(pairs.length > 1 ? { band: bandOf(places) } : {}),
  };
}
