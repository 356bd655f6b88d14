/** Fields of runs as axes: where each run is on them, in shares (0..1) of the axis. */
import { naturalOrder } from '../basics/natural-order';
import { fieldText, headingOf } from '../query/field-text';
import { findRunField, RUN_FIELDS, type RunField } from '../query/run-fields';
import type { RunRecord } from '../study/run';
import { finiteExtent, linearScale, logAxis, logScale, valueAxis } from './axis';

export interface FieldAxis {
  field: RunField;
  title: string;
  /** Undefined where the run has no value. */
  placeOf(run: RunRecord): number | undefined;
  /** As in the run table. */
  textOf(run: RunRecord): string;
  ticks: readonly { at: number; label: string }[];
}

const TICKS = 5;
/** Values further apart than this factor, such as learning rates, are on a logarithmic axis. */
const LOG_RATIO = 30;
/** More names would overlap. */
const MOST_NAMES = 12;

/** @param runs that have a place on the axis */
export function fieldAxis(field: RunField, runs: readonly RunRecord[]): FieldAxis {
  const common = {
    field,
    title: headingOf(field),
    textOf: (run: RunRecord) => fieldText(field, field.value(run)),
  };
  return field.type === 'number' ? numberAxis(common, runs) : namesAxis(common, runs);
}

type Common = Pick<FieldAxis, 'field' | 'title' | 'textOf'>;

function numberAxis(common: Common, runs: readonly RunRecord[]): FieldAxis {
  const { field } = common;
  const numberOf = (run: RunRecord): number | undefined => {
    const value = field.value(run);
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  };
  const values = runs.flatMap((run) => numberOf(run) ?? []);
  const [low, high] = finiteExtent(values) ?? [0, 1];
  const areWhole = values.every(Number.isInteger);
  const isLog = low > 0 && high / low >= LOG_RATIO;
  const axis = isLog
    ? logAxis(
        values.map((value) => Math.log10(value)),
        TICKS,
      )
    : valueAxis(values, TICKS);
  const back = (tick: number) => (isLog ? 10 ** tick : tick);
  const [from, to] = axis.domain;
  const scale = (isLog ? logScale : linearScale)([back(from), back(to)], [0, 1]);
  return {
    ...common,
    placeOf(run) {
      const value = numberOf(run);
      return value === undefined ? undefined : scale(value);
    },
    ticks: axis.ticks
      .map((tick) => Number(back(tick).toPrecision(6)))
      // No run has one and a half seeds.
      .filter((value) => Number.isInteger(value) || !areWhole)
      .map((value) => ({ at: scale(value), label: fieldText(field, value) })),
  };
}

function namesAxis(common: Common, runs: readonly RunRecord[]): FieldAxis {
  const names = [...new Set(runs.map(common.textOf))].sort(naturalOrder);
  const place = (name: string) => (names.length < 2 ? 0.5 : names.indexOf(name) / (names.length - 1));
  const stride = Math.ceil(names.length / MOST_NAMES);
  return {
    ...common,
    placeOf: (run) => place(common.textOf(run)),
    ticks: names
      .filter((_name, index) => index % stride === 0)
      .map((name) => ({ at: place(name), label: name })),
  };
}

/** Fields in which the runs differ. */
export const varyingFields = (runs: readonly RunRecord[]): RunField[] =>
  RUN_FIELDS.filter((field) => new Set(runs.map((run) => field.value(run) ?? null)).size > 1);

/** What the person chose, as far as it exists; else the settings that vary, and the validation accuracy. */
export function chosenFields(names: readonly string[], runs: readonly RunRecord[], most: number): RunField[] {
  const chosen = names.flatMap((name) => findRunField(name) ?? []);
  if (chosen.length > 0) return chosen;
  const accuracy = findRunField('accuracy')!;
  const settings = varyingFields(runs).filter(({ group }) => group === 'settings');
  const arm = findRunField('arm')!;
  return [...new Set([arm, ...settings.slice(0, most - 2), accuracy])];
}
