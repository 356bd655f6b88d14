/** Python literals. */

/** @param value as JSON has it. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `(${value.map(literal).join(', ')}${value.length === 1 ? ',' : ''})`;
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}: ${literal(item)}`)
      .join(', ')}}`;
  }
  return JSON.stringify(value);
}

/** `a=1, b="c"`, without those that are undefined. */
export const keywords = (values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value instanceof Code ? value.text : literal(value)}`)
    .join(', ');

/** An expression that is written as it is. */
export class Code {
  constructor(readonly text: string) {}
}

/** For a docstring. */
export const quoted = (name: string): string => name.replaceAll('\\', '\\\\').replaceAll('"', "'");

const WIDEST = 120;

/** A tuple on as many lines as it takes. @param indent that of the line it begins in */
export function tuple(values: readonly unknown[], indent = ''): string {
  const whole = literal(values);
  if (whole.length <= 80) return whole;
  const lines: string[] = [];
  for (const value of values) {
    const item = `${literal(value)},`;
    const last = lines.at(-1);
    if (last !== undefined && last.length + item.length < WIDEST) lines[lines.length - 1] = `${last} ${item}`;
    else lines.push(`${indent}    ${item}`);
  }
  return `(\n${lines.join('\n')}\n${indent})`;
}
