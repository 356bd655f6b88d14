/** Reading numbers and lists of numbers as people type them. */

import { readNumber as parseNumber } from '../../core/format/read-number';

export type Reading<T> = { value: T } | { problem: string };

/** "3", "0.99", "1e-3". */
export function readNumber(text: string, whole: boolean): Reading<number> {
  const value = parseNumber(text);
  if (!Number.isFinite(value) || (whole && !Number.isInteger(value)))
    return {
      problem: `must be ${whole ? 'a whole number' : 'a number'}. Received: ${text.trim() || 'nothing'}.`,
    };
  return { value };
}

/**
 * "3 × 3", "3x3", "3, 3"; one number stands for as many as there are to be.
 *
 * @param length how many; absent for a shape of any rank.
 */
export function readList(text: string, length?: number): Reading<number[]> {
  const parts = text
    .trim()
    .split(/\s*[x×,;]\s*|\s+/i)
    .filter(Boolean);
  const values = parts.map(Number);
  const rule =
    length === undefined ? 'must be whole numbers, such as 32 × 32 × 3' : `must be ${length} whole numbers`;
  if (values.length === 0 || values.some((value) => !Number.isInteger(value)))
    return { problem: `${rule}. Received: ${text.trim() || 'nothing'}.` };
  if (length !== undefined && values.length === 1) return { value: Array<number>(length).fill(values[0]!) };
  if (length !== undefined && values.length !== length)
    return { problem: `${rule}. Received: ${text.trim()}.` };
  return { value: values };
}

export function listText(values: readonly number[]): string {
  return values.join(' × ');
}
