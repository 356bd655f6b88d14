/** What the bench says, as Markdown: the bars, each scenario's table, and the conditions. */
import { median } from './statistics';
import type { Result } from './turns';

/** One bar of the project, and what was measured against it. */
export interface Bar {
  what: string;
  /** Absent: not measured, and `why` says why not. */
  measured?: number;
  /** At most. */
  bar: number;
  unit: '' | 's' | 'ms' | '%' | 'MiB';
  why?: string;
}

/** What one scenario found. */
export interface Section {
  title: string;
  bars: readonly Bar[];
  /** Tables and paragraphs. */
  body: readonly string[];
  /** How it was measured, versions, and what to know when reading the numbers. */
  notes: readonly string[];
}

export type Row = readonly string[];

export function markdownTable(header: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(' | ')} |`;
  const rule = header.map((_, index) => (index === 0 ? '---' : '---:'));
  return [header, rule, ...rows].map(line).join('\n');
}

export const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

const amount = (value: number, unit: Bar['unit']): string => {
  const digits = unit === 'MiB' ? 0 : 2;
  return `${value.toFixed(digits)}${unit && ` ${unit}`}`;
};

/** A figure meets its bar as it is, not as it is rounded. */
export function barsTable(bars: readonly Bar[]): string {
  const rows = bars.map(({ what, measured, bar, unit, why }): Row => {
    const limit = `<= ${amount(bar, unit)}`;
    if (measured === undefined) return [what, 'not measured', limit, why ?? 'not measured'];
    return [what, amount(measured, unit), limit, measured <= bar ? 'met' : '**not met**'];
  });
  return markdownTable(['what', 'measured', 'bar', 'verdict'], rows);
}

const milliseconds = (value: number): string => (value < 100 ? value.toFixed(1) : value.toFixed(0));

/** Medians with their spread; the first result is the one that the others are compared with. */
export function stepsTable(results: readonly Result[]): string {
  const [first] = results;
  const reference = median(first?.ms ?? []);
  const rows = results.map(
    ({ name, ms, cpu }): Row => [
      name,
      milliseconds(median(ms)),
      milliseconds(Math.min(...ms)),
      milliseconds(Math.max(...ms)),
      `${ms.length}`,
      cpu.length > 0 ? milliseconds(median(cpu)) : '',
      (reference / median(ms)).toFixed(2),
    ],
  );
  const name = first?.name ?? '';
  const header = [
    'contestant',
    'ms per step, median',
    'min',
    'max',
    'steps',
    'processor ms',
    `${name} over it`,
  ];
  return markdownTable(header, rows);
}

/** Compile, load and the rest of a contestant's preparations. */
export function preparations({ name, ready }: Pick<Result, 'name' | 'ready'>): string {
  const parts = Object.entries(ready.times).map(([what, ms]) => `${what} ${(ms / 1000).toFixed(2)} s`);
  return `${name}, preparations, once: ${parts.join(', ')}`;
}

export interface Report {
  /** "npm run bench -- --all --write" */
  command: string;
  date: string;
  conditions: readonly string[];
  sections: readonly Section[];
  /** Text of docs/measurements/bench-notes.md. */
  notes?: string;
}

export function formatReport({ command, date, conditions, sections, notes }: Report): string {
  const bars = sections.flatMap((section) => section.bars);
  const parts = [
    '# Benchmarks',
    `Written by \`${command}\` on ${date}; everything was measured in one run. A ratio is Skipwire's median divided by the other's, so below 1 Skipwire is faster.`,
    ...(bars.length > 0 ? ['## Bars', barsTable(bars)] : []),
    '## Conditions',
    list(conditions),
    ...sections.flatMap(({ title, body, notes: lines }) => [
      `## ${title}`,
      ...body,
      ...(lines.length > 0 ? [list(lines)] : []),
    ]),
    ...(notes === undefined ? [] : [notes.trim()]),
  ];
  return `${parts.join('\n\n')}\n`;
}
