/** The measures of a block. */

import { formatRate } from '../format/number';
import { type Key, t } from '../messages';
import type { Diagnostics } from '../study/run';

type Block = Diagnostics['blocks'][number];
export type Measure = 'gradientNorm' | 'updateRatio' | 'activationSpread';

export interface MeasureWords {
  title: Key;
  help: Key;
  /** Spans powers of ten. */
  log: boolean;
}

export const MEASURES: Readonly<Record<Measure, MeasureWords>> = {
  gradientNorm: {
    title: 'ui.measures.gradientNorm',
    help: 'ui.measures.gradientNormHelp',
    log: true,
  },
  updateRatio: {
    title: 'ui.measures.updateRatio',
    help: 'ui.measures.updateRatioHelp',
    log: true,
  },
  activationSpread: {
    title: 'ui.measures.activationSpread',
    help: 'ui.measures.activationSpreadHelp',
    log: false,
  },
};
export const MEASURE_NAMES = Object.keys(MEASURES) as Measure[];

export const measured = (value: number): string =>
  Number.isFinite(value) ? formatRate(value) : t('ui.measures.notANumber');

/** "gradient norm 0.84 · update ratio 0.0012 · activation spread 0.91". */
export const blockWords = (block: Block): string =>
  MEASURE_NAMES.map((measure) =>
    t('ui.measures.reading', { measure: t(MEASURES[measure].title), value: measured(block[measure]) }),
  ).join(' · ');
