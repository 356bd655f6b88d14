/** Numbers as people type them, in the window and in the terminal. */

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const FRACTION = /^(\d+)\s*\/\s*(\d+)$/;

/** "0.01", "1e-4", "4/3"; NaN for anything else, which schemas refuse. */
export function readNumber(typed: string): number {
  const plain = typed.trim();
  if (DECIMAL.test(plain)) return Number(plain);
  const [, above, below] = FRACTION.exec(plain) ?? [];
  return above !== undefined && Number(below) > 0 ? Number(above) / Number(below) : Number.NaN;
}

/** "32000, 48000" */
export const readNumbers = (typed: string): number[] =>
  typed
    .split(/[,;\s]+/)
    .filter((part) => part !== '')
    .map(readNumber);

/** "50000", "50,000", "50 000"; NaN for anything else. */
export function readWhole(typed: string): number {
  const plain = typed.replace(/[,\s](?=\d{3}(\D|$))/g, '').trim();
  return /^[+-]?\d+$/.test(plain) ? Number(plain) : Number.NaN;
}

/** "0.1" and "10%" -> 0.1; NaN for anything else. */
export function readShare(typed: string): number {
  const [, number, percent] = /^(.*?)\s*(%?)$/s.exec(typed.trim()) ?? [];
  const value = readNumber(number ?? '');
  return percent ? value / 100 : value;
}

/** The shortest text that reads back as the same number: 4/3 has no short decimal. */
export function writeNumber(value: number): string {
  const text = String(value);
  if (text.length <= 8) return text;
  for (let below = 2; below <= 9; below++) {
    const above = Math.round(value * below);
    if (above / below === value) return `${above}/${below}`;
  }
  return text;
}
