/** How curves of runs are shown in Train and Compare; kept on the host. */
import { create } from 'zustand';
import { X_UNITS, type XUnit } from '../../core/figures/axis';
import { SEED_VIEWS, type SeedView } from '../../core/figures/run-curves';
import { RUN_METRIC_NAMES, type RunMetric, type RunMetricName } from '../../core/figures/run-metrics';
import { keep } from '../state/kept/keep';

const FIELDS_AS = ['parallel', 'scatter'] as const;
type FieldsAs = (typeof FIELDS_AS)[number];

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
  /** Fields of runs on parallel axes; none: those that tell the runs apart. */
  axes: readonly string[];
  /** Horizontal and vertical. */
  scatter: readonly string[];
  fieldsAs: FieldsAs;
}

export const useChartChoices = create<ChartChoices>(() => ({
  shown: ['valLoss', 'valAccuracy', 'loss', 'learningRate'],
  logarithmic: [],
  x: 'epoch',
  logX: false,
  stepSmoothing: 0.6,
  epochSmoothing: 0,
  seeds: 'mean',
  axes: [],
  scatter: [],
  fieldsAs: 'parallel',
}));

/** Another version may have names that this one lacks. */
const known = (names: unknown): RunMetricName[] =>
  Array.isArray(names) ? names.filter((name) => RUN_METRIC_NAMES.includes(name)) : [];

keep(useChartChoices, {
  concern: 'charts',
  values: ({ shown, logarithmic, axes, scatter, ...others }) => ({
    ...others,
    shown: [...shown],
    logarithmic: [...logarithmic],
    axes: [...axes],
    scatter: [...scatter],
  }),
  change: ({ shown, logarithmic, x, logX, stepSmoothing, epochSmoothing, seeds, ...fields }) => ({
    ...(known(shown).length > 0 && { shown: known(shown) }),
    ...(logarithmic && { logarithmic: known(logarithmic) }),
    ...(X_UNITS.includes(x as XUnit) && { x: x as XUnit }),
    ...(typeof logX === 'boolean' && { logX }),
    ...(typeof stepSmoothing === 'number' && { stepSmoothing }),
    ...(typeof epochSmoothing === 'number' && { epochSmoothing }),
    ...(Array.isArray(fields.axes) && { axes: fields.axes as string[] }),
    ...(Array.isArray(fields.scatter) && { scatter: fields.scatter as string[] }),
    ...(FIELDS_AS.includes(fields.fieldsAs as FieldsAs) && { fieldsAs: fields.fieldsAs as FieldsAs }),
    ...(SEED_VIEWS.includes(seeds as SeedView) && { seeds: seeds as SeedView }),
  }),
});

type SmoothingName = 'stepSmoothing' | 'epochSmoothing';

export const smoothingOf = ({ bySteps }: RunMetric): SmoothingName =>
  bySteps ? 'stepSmoothing' : 'epochSmoothing';
