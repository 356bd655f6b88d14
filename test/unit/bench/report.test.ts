import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../main/basics/package-root';
import { type Bar, barsTable, formatReport, preparations, stepsTable } from '../../bench/report';
import { largestRelativeDifference, median } from '../../bench/statistics';
import type { Result } from '../../bench/turns';

const result = (name: string, ms: number[], cpu: number[] = []): Result => ({
  name,
  ready: { type: 'ready', versions: 'v1', times: { load: 1500, 'first step': 20 }, parameters: 7 },
  ms,
  cpu,
  losses: [],
});

test('the median of an even count is the mean of the middle two', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test('losses are compared as far as both go', () => {
  expect(largestRelativeDifference([2, 3, 99], [2, 2])).toBe(0.5);
  expect(largestRelativeDifference([], [1])).toBe(0);
});

test('a bar is met by the figure, not by its rounding', () => {
  const bar = { what: 'step', bar: 0.9, unit: '' } as const;
  const bars: Bar[] = [
    { ...bar, measured: 0.9 },
    { ...bar, measured: 0.9001 },
    { ...bar, measured: undefined, why: 'no Keras here' },
    { what: 'compile', bar: 1, unit: 's', measured: 0.456 },
  ];
  expect(barsTable(bars).split('\n').slice(2)).toEqual([
    '| step | 0.90 | <= 0.90 | met |',
    '| step | 0.90 | <= 0.90 | **not met** |',
    '| step | not measured | <= 0.90 | no Keras here |',
    '| compile | 0.46 s | <= 1.00 s | met |',
  ]);
});

test('a contestant has median, spread, and how the first compares with it', () => {
  const table = stepsTable([
    result('Skipwire', [90, 100, 140], [180, 190]),
    result('Keras', [200, 250, 220]),
  ]);
  expect(table.split('\n')).toEqual([
    '| contestant | ms per step, median | min | max | steps | processor ms | Skipwire over it |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    '| Skipwire | 100 | 90.0 | 140 | 3 | 185 | 1.00 |',
    '| Keras | 220 | 200 | 250 | 3 |  | 0.45 |',
  ]);
});

test('preparations are given in seconds', () => {
  expect(preparations(result('Keras', []))).toBe('Keras, preparations, once: load 1.50 s, first step 0.02 s');
});

test('the report has the bars first and what was tried last', () => {
  const section = {
    title: 'Compiling',
    bars: [{ what: 'compile', bar: 1, unit: 's' as const, measured: 0.5 }],
    body: ['a table'],
    notes: ['a note'],
  };
  const text = formatReport({
    command: 'npm run bench -- --all --write',
    date: '2030-01-02',
    conditions: ['two cores'],
    sections: [section],
    notes: '## What was tried\n\nThis.\n',
  });
  expect(text.split('\n').filter((line) => line.startsWith('#'))).toEqual([
    '# Benchmarks',
    '## Bars',
    '## Conditions',
    '## Compiling',
    '## What was tried',
  ]);
  expect(text).toContain('by `npm run bench -- --all --write` on 2030-01-02');
  expect(text).toContain('## Compiling\n\na table\n\n- a note\n');
});

test('docs/BENCHMARKS.md has a row for each scenario', () => {
  const page = readFileSync(join(packageRoot(), 'docs', 'BENCHMARKS.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, id]) => id);
  // Read, not imported: they import most of the app.
  const folder = join(packageRoot(), 'test', 'bench', 'scenarios');
  const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  const ids = [...sources.join('\n').matchAll(/(?:\bid: |trainingStep\(\s*)'([\w-]+)'/g)].map(([, id]) => id);
  expect(rows.sort()).toEqual(ids.sort());
});
