/** Whole numbers as people type them. */
import { formatCount } from '../../core/format/number';
import { readWhole } from '../../core/format/read-number';

export interface Checked {
  value?: number;
  /** The rule and what was received. */
  error?: string;
}

/** `text` as a whole number within the limits; thousands may be grouped with commas or blanks. */
export function checkWhole(what: string, text: string, { min, max }: { min: number; max: number }): Checked {
  const value = readWhole(text);
  const rule = `${what} must be a whole number from ${formatCount(min)} to ${formatCount(max)}.`;
  if (!(value >= min && value <= max)) {
    return { error: `${rule} Received: ${text.trim() === '' ? 'nothing' : text}.` };
  }
  return { value };
}
