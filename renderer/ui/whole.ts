/** Whole numbers as people type them. */

export interface Checked {
  value?: number;
  /** The rule and what was received. */
  error?: string;
}

/** `text` as a whole number within the limits; thousands may be grouped with commas or blanks. */
export function checkWhole(what: string, text: string, { min, max }: { min: number; max: number }): Checked {
  const plain = text.replace(/[,\s](?=\d{3}(\D|$))/g, '').trim();
  const value = Number(plain);
  const rule = `${what} must be a whole number from ${min.toLocaleString('en-US')} to ${max.toLocaleString('en-US')}.`;
  if (!/^-?\d+$/.test(plain) || value < min || value > max) {
    return { error: `${rule} Received: ${text.trim() === '' ? 'nothing' : text}.` };
  }
  return { value };
}
