/** Colors of the open graph's blocks: the newest measurement of a run that trains this network. */
import { create } from 'zustand';
import { MEASURE_NAMES, type Measure } from '../../core/figures/measures';
import type { GraphDocument } from '../../core/graph/document';
import type { Diagnostics } from '../../core/study/run';
import type { LiveRun } from '../client/trainingState';
import { oldState } from '../state/kept/earlierStorage';
import { keep } from '../state/kept/keep';
import { type ColorScale, colorOf, colorScale, shareOf, together } from './scale';

type Block = Diagnostics['blocks'][number];

export interface BlockColor {
  color: string;
  /** Absent for a stage, which has several blocks. */
  block?: Block;
  /** For a stage, the mean of its blocks. */
  value: number;
  blocks: number;
}

interface Choice {
  measure: Measure;
  on: boolean;
}

export const useDiagnosticsChoice = create<Choice>(() => ({ measure: 'gradientNorm', on: true }));

keep(useDiagnosticsChoice, {
  concern: 'layout',
  values: ({ measure, on }) => ({ measure, measureShown: on }),
  change: ({ measure, measureShown }) => {
    const known = MEASURE_NAMES.find((name) => name === measure);
    return {
      ...(known && { measure: known }),
      ...(typeof measureShown === 'boolean' && { on: measureShown }),
    };
  },
  old: {
    key: 'skipwire.diagnostics.v1',
    values: () => {
      const old = oldState('skipwire.diagnostics.v1');
      return old && { measure: String(old.measure), measureShown: old.on === true };
    },
  },
});

/** By id of group or node; empty while nothing is colored. */
export const useBlockColors = create<{ step: number; of: Readonly<Record<string, BlockColor>> }>(() => ({
  step: 0,
  of: {},
}));

/** The running run, otherwise the one measured last. */
export function runToShow(runs: readonly LiveRun[], graphKey: string | undefined): LiveRun | undefined {
  if (graphKey === undefined) return undefined;
  const own = runs.filter(
    ({ record, diagnostics }) => record.network.graphKey === graphKey && diagnostics.length > 0,
  );
  return own.find(({ record }) => record.state === 'running') ?? own.at(-1);
}

/** For blocks, and for the groups that contain blocks. */
export function blockColors(
  document: Pick<GraphDocument, 'groups'>,
  { blocks }: Diagnostics,
  measure: Measure,
): { scale: ColorScale; of: Record<string, BlockColor> } {
  const scale = colorScale(
    measure,
    blocks.map((block) => block[measure]),
  );
  const of: Record<string, BlockColor> = Object.create(null);
  for (const block of blocks) {
    const value = block[measure];
    of[block.block] = { color: colorOf(shareOf(scale, value)), block, value, blocks: 1 };
  }
  for (const group of document.groups) {
    if (of[group.id]) continue;
    const own = document.groups
      .filter(({ parent }) => parent === group.id)
      .flatMap(({ id }) => of[id]?.block ?? []);
    if (own.length === 0) continue;
    const value = together(
      scale,
      own.map((block) => block[measure]),
    );
    of[group.id] = { color: colorOf(shareOf(scale, value)), value, blocks: own.length };
  }
  return { scale, of };
}
