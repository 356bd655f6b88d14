/** Blocks by depth, run beside run, as in figure 7 of the paper. */

import { extent, mean } from 'd3-array';
import { t } from '../messages';
import type { Diagnostics, RunRecord } from '../study/run';
import { groupSeeds } from '../study/seed-groups';
import { armColor, runColor } from './colors';
import { MEASURES, type Measure } from './measures';
import { runLabel } from './run-series';
import { bandOf, pointsOf, type Series } from './types';

export interface Diagnosed {
  run: RunRecord;
  diagnostics: readonly Diagnostics[];
}

export function measuredSteps(runs: readonly Diagnosed[]): number[] {
  const steps = new Set(runs.flatMap(({ diagnostics }) => diagnostics.map(({ step }) => step)));
  return [...steps].sort((a, b) => a - b);
}

/** The newest up to `step`. */
export function measuredAt(diagnostics: readonly Diagnostics[], step: number): Diagnostics | undefined {
  return diagnostics.findLast((one) => one.step <= step);
}

/** All blocks, input to output, merged from all runs. */
export function blocksOf(runs: readonly Diagnosed[]): string[] {
  const order: string[] = [];
  for (const { diagnostics } of runs) {
    let after = -1;
    for (const { block } of diagnostics[0]?.blocks ?? []) {
      const at = order.indexOf(block);
      if (at >= 0) after = at;
      else order.splice(++after, 0, block);
    }
  }
  return order;
}

export interface DepthOptions {
  measure: Measure;
  step: number;
  /** One curve per arm with the range of its seeds, instead of one per run. */
  meanOfSeeds: boolean;
  /** The largest first, as on the right of figure 7, instead of by depth. */
  sorted: boolean;
  /** For the colors (runColor). */
  around: readonly RunRecord[];
}

/** x counts blocks from 1. Logarithmic measures give log10. */
export function depthCurves(
  runs: readonly Diagnosed[],
  { measure, step, meanOfSeeds, sorted, around }: DepthOptions,
): Series[] {
  const blocks = blocksOf(runs);
  const records = runs.map(({ run }) => run);
  const arms = meanOfSeeds ? groupSeeds(records) : records.map((run) => ({ arm: run.arm, runs: [run] }));
  return arms.flatMap(({ arm, runs: seeds }): Series[] => {
    const values = seeds.flatMap(
      (run) => valuesAt(runs.find((one) => one.run === run)!.diagnostics, measure, step) ?? [],
    );
    const first = seeds[0]!;
    if (values.length === 0) return [];
    const measured = blocks.flatMap((block, index) => {
      const all = values.flatMap((seed) => seed.get(block) ?? []).filter(Number.isFinite);
      const y = mean(all);
      return y === undefined ? [] : [{ x: index + 1, y, low: Math.min(...all), high: Math.max(...all) }];
    });
    const placed = sorted
      ? [...measured].sort((a, b) => b.y - a.y).map((place, rank) => ({ ...place, x: rank + 1 }))
      : measured;
    return [
      {
        id: seeds.map(({ id }) => id).join('+'),
        label:
          values.length > 1
            ? `${arm} · ${t('compare.seedCount', { count: values.length })}`
            : runLabel(first, records),
        color: values.length > 1 ? armColor(first, around) : runColor(first, around),
        points: pointsOf(placed),
        dots: true,
        dashed: first.network.variant === 'plain',
        ...(values.length > 1 ? { band: bandOf(placed) } : {}),
      },
    ];
  });
}

/** By block; undefined before the first measurement. */
function valuesAt(
  diagnostics: readonly Diagnostics[],
  measure: Measure,
  step: number,
): ReadonlyMap<string, number> | undefined {
  const found = measuredAt(diagnostics, step);
  const scaled = (value: number) => (MEASURES[measure].log ? Math.log10(value) : value);
  return found && new Map(found.blocks.map((block) => [block.block, scaled(block[measure])]));
}

/** Smallest and largest value at any step, so that the axis stays where it is while the chart plays. */
export const rangeOver = (runs: readonly Diagnosed[], measure: Measure): number[] =>
  extent(
    runs
      .flatMap(({ diagnostics }) =>
        diagnostics.flatMap(({ step }) => [...valuesAt(diagnostics, measure, step)!.values()]),
      )
      .filter(Number.isFinite),
  ).filter((value) => value !== undefined);
