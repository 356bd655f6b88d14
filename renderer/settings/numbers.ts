/** Numbers as people type them in the form, and as the form writes them. */

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const FRACTION = /^(\d+)\s*\/\s*(\d+)$/;

/** "0.01", "1e-4", "4/3"; NaN for anything else, so that the schema refuses it. */
export function readNumber(typed: string): number {
  const plain = typed.trim();
  if (DECIMAL.test(plain)) return Number(plain);
  const [, above, below] = FRACTION.exec(plain) ?? [];
  return above !== undefined && Number(below) > 0 ? Number(above) / Number(below) : Number.NaN;
}

/** The numbers of a list such as "32000, 48000"; NaN for what is not one. */
export function readNumbers(typed: string): number[] {
  return typed
    .split(/[,;\s]+/)
    .filter((part) => part !== '')
    .map(readNumber);
}

/** As short as it can be read back without loss: 4/3 has no short decimal. */
export function writeNumber(value: number): string {
  const text = String(value);
  if (text.length <= 8) return text;
  for (let below = 2; below <= 9; below++) {
    const above = Math.round(value * below);
    if (above / below === value) return `${above}/${below}`;
  }
  return text;
}
