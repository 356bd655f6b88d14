/** How curves of runs are shown in Train and Compare; kept on the host. */
import { create } from 'zustand';
import { X_UNITS, type XUnit } from '../../core/figures/axis';
import { SEED_VIEWS, type SeedView } from '../../core/figures/run-curves';
import { RUN_METRIC_NAMES, type RunMetric, type RunMetricName } from '../../core/figures/run-metrics';
import { keep } from '../state/kept/keep';

export interface ChartChoices {
  /** The charts of Compare. */
  shown: readonly RunMetricName[];
  /** Those with a logarithmic axis of values. */
  logarithmic: readonly RunMetricName[];
  x: XUnit;
  logX: boolean;
  /** For what is measured at each step, 0..1. */
  stepSmoothing: number;
  epochSmoothing: number;
  seeds: SeedView;
}

export const useChartChoices = create<ChartChoices>(() => ({
  shown: ['valLoss', 'valAccuracy', 'loss', 'learningRate'],
  logarithmic: [],
  x: 'epoch',
  logX: false,
  stepSmoothing: 0.6,
  epochSmoothing: 0,
  seeds: 'mean',
}));

/** Another version may have names that this one lacks. */
const known = (names: unknown): RunMetricName[] =>
  Array.isArray(names) ? names.filter((name) => RUN_METRIC_NAMES.includes(name)) : [];

keep(useChartChoices, {
  concern: 'charts',
  values: ({ shown, logarithmic, ...others }) => ({
    ...others,
    shown: [...shown],
    logarithmic: [...logarithmic],
  }),
  change: ({ shown, logarithmic, x, logX, stepSmoothing, epochSmoothing, seeds }) => ({
    ...(known(shown).length > 0 && { shown: known(shown) }),
    ...(logarithmic && { logarithmic: known(logarithmic) }),
    ...(X_UNITS.includes(x as XUnit) && { x: x as XUnit }),
    ...(typeof logX === 'boolean' && { logX }),
    ...(typeof stepSmoothing === 'number' && { stepSmoothing }),
    ...(typeof epochSmoothing === 'number' && { epochSmoothing }),
    ...(SEED_VIEWS.includes(seeds as SeedView) && { seeds: seeds as SeedView }),
  }),
});

type SmoothingName = 'stepSmoothing' | 'epochSmoothing';

export const smoothingOf = ({ bySteps }: RunMetric): SmoothingName =>
  bySteps ? 'stepSmoothing' : 'epochSmoothing';
