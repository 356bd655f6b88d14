/** The table of a study: every arm against the baseline, and what it says of arms that have no result. */
import { armsTable } from '../../../../core/study/arms-table';
import { remarksLine } from '../../../../core/study/describe-remark';
import { verdictOf } from '../../../../core/study/remarks';
import type { RunRecord } from '../../../../core/study/run';
import { isArmsTable, studyTables } from '../../../../core/study/study-tables';
import { formatTable } from '../../../../core/study/table-text';
import { type Draft, run } from './runs';

/** One run for each accuracy, with seeds from 1 on. */
const arm = (name: string, accuracies: readonly number[], draft: Draft = {}): RunRecord[] =>
  accuracies.map((accuracy, index) =>
    run({
      arm: name,
      twinKey: name,
      accuracy,
      ...draft,
      settings: { seed: index + 1, ...draft.settings },
      record: { baseline: 'ResNet-20', ...draft.record },
    }),
  );

const table = (...runs: readonly (readonly RunRecord[])[]) =>
  armsTable(runs.flat() as [RunRecord, ...RunRecord[]]);

const base = () => arm('ResNet-20', [0.9, 0.91, 0.92]);

test('each arm is below the baseline, with its difference from it', () => {
  const { rows, caption } = table(
    arm('no BN', [0.8, 0.815, 0.82]),
    base(),
    arm('wider', [0.93, 0.94, 0.951]),
  );
  expect(rows.map(({ label, isBaseline }) => [label, isBaseline])).toEqual([
    ['ResNet-20', true],
    ['no BN', false],
    ['wider', false],
  ]);
  const [baseline, worse, better] = rows;
  expect(baseline).not.toHaveProperty('differencePoints');
  expect(worse?.differencePoints).toBeCloseTo(-9.833, 3);
  expect([worse, better].map((row) => row && verdictOf(row))).toEqual(['loss', 'gain']);
  expect(worse?.evidence?.differences?.map((points) => points.toFixed(1))).toEqual([
    '-10.0',
    '-9.5',
    '-10.0',
  ]);
  expect(worse?.evidence).toMatchObject({
    signFlipP: 0.25,
    superiority: 0,
    bootstrap: { isDegenerate: true },
  });
  expect(caption).toContain('Differences are from "ResNet-20", the baseline.');
  expect(caption).toContain('corrected for 2 comparisons (Holm)');
});

test('a p that correction lifts above 5 % gives no verdict, and says how many seeds would', () => {
  const slight = (name: string) => arm(name, [0.907, 0.92, 0.933]);
  const alone = table(base(), slight('a'));
  const among = table(base(), slight('a'), slight('b'), slight('c'));
  const row = (one: typeof alone) => one.rows.find(({ label }) => label === 'a')!;
  expect(row(among).evidence?.correctedP).toBeCloseTo(3 * row(alone).evidence!.p!, 12);
  expect(verdictOf(row(alone))).toBe('gain');
  expect(verdictOf(row(among))).toBeUndefined();
  expect(remarksLine(row(among).remarks)).toMatch(
    /^interval: undecided, about \d more seeds? would settle it$/,
  );
  expect(among.notes.join()).toContain('corrected for 3 comparisons');
});

test('settings that are varied: each value has its own baseline, and rows of one arm tell them apart', () => {
  const at = (learningRate: number): Draft => ({
    settings: { optimizer: { learningRate } },
    record: { varied: [{ path: 'optimizer.learningRate', value: learningRate }] },
  });
  const one = (name: string, accuracy: number, rate: number) => {
    const draft = at(rate);
    return [1, 2].map((seed) =>
      run({
        arm: name,
        accuracy: accuracy + 0.01 * seed,
        ...draft,
        settings: { seed, ...draft.settings },
        record: { baseline: 'ResNet-20', ...draft.record },
      }),
    );
  };
  const { rows } = table(
    one('ResNet-20', 0.8, 0.1),
    one('a', 0.85, 0.1),
    one('ResNet-20', 0.6, 0.01),
    one('a', 0.5, 0.01),
  );
  expect(rows.map(({ label }) => label)).toEqual([
    'ResNet-20, lr 0.1',
    'a, lr 0.1',
    'ResNet-20, lr 0.01',
    'a, lr 0.01',
  ]);
  expect(rows.map(({ differencePoints }) => differencePoints?.toFixed(1))).toEqual([
    undefined,
    '5.0',
    undefined,
    '-10.0',
  ]);
});

test('an arm that the rule stopped is named, and is no result', () => {
  const halved = arm('slow', [0.3, 0.31], {
    state: 'stopped',
    epochs: 1,
    planned: 2,
    record: { changes: [{ type: 'halved', at: '2026-01-01T00:00:00.000Z', epoch: 1 }] },
  });
  const { rows } = table(base(), halved);
  expect(rows[1]).not.toHaveProperty('side');
  expect(remarksLine(rows[1]!.remarks)).toBe(
    'arm: 2 of 2 left out (stopped early by successive halving); difference: early hint at epoch 1: -59.0 points (2 seeds)',
  );
});

test('before the end there is a hint, at the last epoch that all seeds have reached', () => {
  const going = (name: string, accuracies: readonly number[]) =>
    arm(name, accuracies, { state: 'running', epochs: 3, planned: 5 });
  const [, hinted] = table(going('ResNet-20', [0.5, 0.52]), going('a', [0.6, 0.62])).rows;
  expect(hinted?.remarks.at(-1)).toMatchObject({ kind: 'hint', epoch: 3, seeds: 2 });
  expect(hinted).not.toHaveProperty('differencePoints');
});

test('fewer training images are an arm like any other; other validation images are not compared', () => {
  const split = { trainCount: 5_000, valCount: 10_000, description: 'trained on fewer' };
  const { rows } = table(
    base(),
    arm('fewer', [0.7, 0.71, 0.72], { record: { split } }),
    arm('elsewhere', [0.7, 0.71, 0.72], { record: { split: { ...split, valCount: 500 } } }),
  );
  expect(rows[1]?.differencePoints).toBeCloseTo(-20, 9);
  expect(rows[2]).not.toHaveProperty('differencePoints');
  expect(remarksLine(rows[2]!.remarks)).toBe(
    'difference: not compared, the baseline was validated on other images',
  );
});

test('other seeds are named by side', () => {
  const { rows } = table(base(), arm('a', [0.9, 0.91]), arm('b', [0.9]));
  expect(remarksLine(rows[1]!.remarks)).toContain('interval: not paired, seed 3 only in the baseline');
  expect(remarksLine(rows[2]!.remarks)).toContain('difference: no interval, n = 1 vs. 3');
});

test('Markdown, CSV and JSON', () => {
  const written = table(base(), arm('a', [0.93, 0.94, 0.951]));
  expect(formatTable(written, 'md').split('\n').slice(0, 4)).toEqual([
    '| Arm | Validation accuracy | Difference (points) | 95% interval | p | P(A > B) | Parameters | Seconds per epoch |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    '| ResNet-20 (baseline) | 91.0 ± 1.0% (n = 3) | – | – | – | – | 23,608,202 | 10.5 |',
    '| a | 94.0 ± 1.1% (n = 3) | +3.0 | 2.9 … 3.2 | < 0.001 | 100% | 23,608,202 | 10.5 |',
  ]);
  const [head, , row] = formatTable(written, 'csv').split('\r\n');
  expect(head).toMatch(/^arm,is_baseline,epochs,accuracy,sd,n,images_error,difference_points,/);
  expect(row).toMatch(/^a,false,2,0\.940/);
  expect(JSON.parse(formatTable(written, 'json'))).toMatchObject({
    baseline: 'ResNet-20',
    rows: written.rows,
  });
});

test('runs without a baseline keep the table of twins; each study with one has its own', () => {
  const other = arm('x', [0.5], { record: { studyId: 'other', baseline: 'x' } });
  const tables = studyTables([...base(), ...other, run(), run({ variant: 'plain' })]);
  expect(tables.map((one) => (isArmsTable(one) ? one.baseline : one.rows.length))).toEqual([
    'ResNet-20',
    'x',
    1,
  ]);
  expect(studyTables([])).toHaveLength(1);
  expect(studyTables(other)).toHaveLength(1);
});

test('networks with some shortcuts less are compared with the one that has most', () => {
  const drawn = (name: string, shortcuts: number, accuracies: readonly number[]) =>
    arm(name, accuracies, { twinKey: 'k20', record: { baseline: undefined } }).map((one) => ({
      ...one,
      network: { ...one.network, shortcuts },
    }));
  const whole = drawn('ResNet-20', 9, [0.9, 0.91, 0.92]);
  const fewer = drawn('ResNet-20 2', 6, [0.85, 0.86, 0.87]);
  const [table, ...others] = studyTables([...fewer, ...whole]);
  expect(others).toEqual([]);
  expect(table).toMatchObject({ baseline: 'ResNet-20' });
  expect(table!.rows.map(({ label, differencePoints }) => [label, differencePoints?.toFixed(1)])).toEqual([
    ['ResNet-20', undefined],
    ['ResNet-20 2', '-5.0'],
  ]);
  const plain = drawn('Plain-20', 0, [0.8, 0.81, 0.82]);
  expect(studyTables([...fewer, ...whole, ...plain]).map(isArmsTable)).toEqual([false]);
  expect(studyTables([...whole, ...drawn('ResNet-20 2', 9, [0.9])]).map(isArmsTable)).toEqual([false]);
});

test('a study with twins that are not compared with the baseline has the table of twins, too', () => {
  const deep = { depth: 56, twinKey: 'k56' } as const;
  const twins = [
    ...arm('ResNet-20', [0.9, 0.91], { twinKey: 'k20', depth: 20 }),
    ...arm('Plain-20', [0.85, 0.86], { twinKey: 'k20', depth: 20, variant: 'plain' }),
  ];
  const apart = [
    ...arm('ResNet-56', [0.8, 0.82], deep),
    ...arm('Plain-56', [0.5, 0.51], { ...deep, variant: 'plain' }),
  ];
  const other = arm('no BN', [0.4, 0.41]);
  expect(studyTables([...twins, ...other])).toHaveLength(1);
  const [, table] = studyTables([...twins, ...apart, ...other]);
  expect(table?.rows.map(({ label, differencePoints }) => [label, differencePoints?.toFixed(1)])).toEqual([
    ['20 layers', '5.0'],
    ['56 layers', '30.5'],
  ]);
});
