/** What a group's row says about its runs. Pure. */
import { naturalOrder } from '../../../core/basics/natural-order';
import { spreadText } from '../../../core/query/field-text';
import type { FieldValue, RunField } from '../../../core/query/run-fields';
import { deviation, mean } from '../../../core/statistics/sample';

export interface Summary {
  /** Runs that have a value. */
  count: number;
  /** The mean of the finite numbers. */
  mean?: number;
  /** Absent for a single number. */
  deviation?: number;
  /** What all of them have. */
  common?: FieldValue;
}

/** Undefined if no run has a value. */
export function summaryOf(field: RunField, values: readonly (FieldValue | undefined)[]): Summary | undefined {
  const there = values.filter((value) => value !== undefined);
  if (there.length === 0) return undefined;
  const summary: Summary = { count: there.length };
  const isCommon = there.length === values.length && there.every((value) => value === there[0]);
  if (isCommon) summary.common = there[0]!;
  if (field.type !== 'number') return summary;
  const numbers = there.filter((value) => typeof value === 'number' && Number.isFinite(value)) as number[];
  if (numbers.length === 0) return summary;
  const spread = deviation(numbers);
  return { ...summary, mean: mean(numbers), ...(spread === undefined ? {} : { deviation: spread }) };
}

/** `73.40 ± 0.31%` of results that vary; undefined for anything else, such as settings, whose mean says nothing. */
export function spreadIn(field: RunField, summary: Summary | undefined): string | undefined {
  const { mean: middle, deviation: spread } = summary ?? {};
  return field.group !== 'results' || middle === undefined || spread === 0
    ? undefined
    : spreadText(field, middle, spread);
}

const comparable = (value: unknown): FieldValue | undefined => {
  if (typeof value !== 'object' || value === null) return value as FieldValue | undefined;
  const { mean: middle, common } = value as Summary;
  return middle ?? common;
};

/** Compares values or summaries; those without a value are sorted by the table. */
export function inOrder(one: unknown, other: unknown): number {
  const [a, b] = [comparable(one), comparable(other)];
  if (typeof a === 'number' && typeof b === 'number') {
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    return a - b;
  }
  return naturalOrder(String(a ?? ''), String(b ?? ''));
}
