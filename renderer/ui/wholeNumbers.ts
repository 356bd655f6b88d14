/** Whole numbers as people type them. */

import { readWhole } from '../../core/format/read-number';
import { t } from '../../core/messages';
import { received } from './numbers';

export interface Checked {
  value?: number;
  /** The rule and what was received. */
  error?: string;
}

/** `text` as a whole number within the limits; thousands may be grouped with commas or blanks. */
export function checkWhole(what: string, text: string, { min, max }: { min: number; max: number }): Checked {
  const value = readWhole(text);
  if (value >= min && value <= max) return { value };
  return { error: received(t('ui.number.range', { label: what, min, max }), text) };
}
