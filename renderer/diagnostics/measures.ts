/** The three things that are measured of a block, in words and on the scale that suits each. */

import { formatRate } from '../../core/format/number';
import type { Diagnostics } from '../../core/study/run';

type Block = Diagnostics['blocks'][number];
export type Measure = 'gradientNorm' | 'updateRatio' | 'activationSpread';

export interface MeasureWords {
  title: string;
  /** What it says, for a student. */
  help: string;
  /** Spans powers of ten, so that only its logarithm can be seen. */
  log: boolean;
}

export const MEASURES: Readonly<Record<Measure, MeasureWords>> = {
  gradientNorm: {
    title: 'gradient norm',
    help: 'Euclidean norm of the gradients of the block’s weights, before clipping. Where it vanishes towards the input, early blocks learn nothing.',
    log: true,
  },
  updateRatio: {
    title: 'update ratio',
    help: 'Norm of the step over the norm of the weights. About 1e-3 is usual.',
    log: true,
  },
  activationSpread: {
    title: 'activation spread',
    help: 'Standard deviation of the block’s output, after its last normalization and before the Add: figure 7 of the paper.',
    log: false,
  },
};
export const MEASURE_NAMES = Object.keys(MEASURES) as Measure[];

/** "0.84"; a value that is none says so. */
export const measured = (value: number): string =>
  Number.isFinite(value) ? formatRate(value) : 'not a number';

/** "gradient norm 0.84 · update ratio 0.0012 · activation spread 0.91". */
export const blockWords = (block: Block): string =>
  MEASURE_NAMES.map((measure) => `${MEASURES[measure].title} ${measured(block[measure])}`).join(' · ');
