import { calculate } from '../../core/format/calculate';
import { readWhole } from '../../core/format/read-number';
import { t } from '../../core/messages';
import { received } from './readNumbers';

/** Reads a whole number, in which commas or spaces may group thousands, or a formula, or says what is wrong with it. */
export function checkWhole(
  what: string,
  text: string,
  { min, max }: { min: number; max: number },
): { value?: number; error?: string } {
  const plain = readWhole(text);
  const value = Number.isNaN(plain) ? calculate(text) : plain;
  if (Number.isInteger(value) && value >= min && value <= max) return { value };
  return { error: received(t('ui.number.range', { label: what, min, max }), text) };
}
