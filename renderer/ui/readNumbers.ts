/** Reads numbers and lists of numbers as people type them. */
import { calculate } from '../../core/format/calculate';
import { t } from '../../core/messages';

/** The error for a field with this label. */
export type Unreadable = (label: string) => string;

export type Reading<T> = { value: T } | { problem: Unreadable };

/** "3", "0.99", "1e-3", "64*2". */
export function readNumber(text: string, whole: boolean): Reading<number> {
  const value = calculate(text);
  if (!Number.isFinite(value) || (whole && !Number.isInteger(value)))
    return {
      problem: (label) => received(t(whole ? 'ui.number.whole' : 'ui.number.any', { label }), text),
    };
  return { value };
}

/** "3 × 3", "3x3", "3, 3", or "3" for all of them. @param length absent for a shape of any rank */
export function readList(text: string, length?: number): Reading<number[]> {
  const parts = text
    .trim()
    .split(/\s*[x×,;]\s*|\s+/i)
    .filter(Boolean);
  const values = parts.map(Number);
  const problem: Unreadable = (label) =>
    received(
      length === undefined ? t('ui.number.list', { label }) : t('ui.number.listOf', { label, count: length }),
      text,
    );
  if (values.length === 0 || values.some((value) => !Number.isInteger(value))) return { problem };
  if (length !== undefined && values.length === 1) return { value: Array<number>(length).fill(values[0]!) };
  if (length !== undefined && values.length !== length) return { problem };
  return { value: values };
}

/** A rule, and what was typed. */
export function received(rule: string, text: string): string {
  const typed = text.trim();
  return typed ? t('ui.number.received', { rule, typed }) : t('ui.number.empty', { rule });
}

export function listText(values: readonly number[]): string {
  return values.join(' × ');
}
