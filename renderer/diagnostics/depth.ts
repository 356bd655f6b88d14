/** Blocks by depth, run beside run, as in figure 7 of the paper. Pure. */

import { runLabel } from '../../core/figures/run-series';
import type { Series } from '../../core/figures/types';
import type { Diagnostics, RunRecord } from '../../core/study/run';
import { runColor } from '../ui/theme/tokens';
import { MEASURES, type Measure } from './measures';

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

/** One curve per run; x counts blocks from 1. Logarithmic measures give log10. */
export function depthCurves(runs: readonly Diagnosed[], measure: Measure, step: number): Series[] {
  const blocks = blocksOf(runs);
  const records = runs.map(({ run }) => run);
  return runs.flatMap(({ run, diagnostics }): Series[] => {
    const at = measuredAt(diagnostics, step);
    if (!at) return [];
    const points = at.blocks
      .map((block) => ({
        x: blocks.indexOf(block.block) + 1,
        y: MEASURES[measure].log ? Math.log10(block[measure]) : block[measure],
      }))
      .filter(({ y }) => Number.isFinite(y))
      .sort((a, b) => a.x - b.x);
    return [
      {
        id: run.id,
        label: runLabel(run, records),
        color: runColor(run.color),
        points,
        dots: true,
        dashed: run.network.variant === 'plain',
      },
    ];
  });
}
