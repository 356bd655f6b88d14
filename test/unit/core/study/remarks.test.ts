/** What the ablation table says of its own numbers: in which cases, in which words, and where there is a verdict. */

import { isWarning, remarksLine } from '../../../../core/study/describe-remark';
import { verdictOf } from '../../../../core/study/remarks';
import type { RunRecord } from '../../../../core/study/run';
import { ablationTable } from '../../../../core/study/table';
import { formatInterval } from '../../../../core/study/table-columns';
import { absentSentences, formatTable } from '../../../../core/study/table-text';
import { type Draft, run } from './runs';

const classes = Array.from({ length: 10 }, (_none, index) => ({ name: `${index}`, of: [`${index}`] }));
const split = { trainCount: 50_000, valCount: 10_000, description: 'on these images', classes };

/** One run for each accuracy, with seeds from 1 on. */
const side = (variant: 'residual' | 'plain', accuracies: readonly number[], draft: Draft = {}): RunRecord[] =>
  accuracies.map((accuracy, index) =>
    run({
      variant,
      accuracy,
      ...draft,
      settings: { seed: index + 1, ...draft.settings },
      record: { split, ...draft.record },
    }),
  );
const residual = (accuracies: readonly number[], draft?: Draft) => side('residual', accuracies, draft);
const plain = (accuracies: readonly number[], draft?: Draft) => side('plain', accuracies, draft);

const row = (...runs: readonly (readonly RunRecord[])[]) => {
  const [first] = ablationTable(runs.flat()).rows;
  if (!first) throw new Error('no row');
  return first;
};
const line = (...runs: readonly (readonly RunRecord[])[]) => remarksLine(row(...runs).remarks);

describe('runs that do not count', () => {
  const unfinished = (variant: 'residual' | 'plain', draft: Draft) =>
    side(variant, [0.5], { ...draft, settings: { seed: 9 } });

  test('an interrupted seed is said to be left out', () => {
    const killed = unfinished('residual', { state: 'interrupted', planned: 2, epochs: 0 });
    expect(line(residual([0.7, 0.71, 0.72, 0.73]), killed)).toBe('residual: 1 of 5 left out (interrupted)');
  });

  test('its epochs do not matter, nor that it has no images yet', () => {
    const failed = { state: 'failed', planned: 2, epochs: 0, record: { split: undefined } } as const;
    const early = unfinished('residual', failed);
    const late = unfinished('residual', { state: 'stopped', planned: 2, epochs: 1 });
    expect(line(residual([0.7, 0.71]), plain([0.6, 0.62]), early, late)).toBe(
      'residual: 2 of 4 left out (1 failed and 1 stopped)',
    );
  });

  test.each<[RunRecord['state'], string, boolean]>([
    ['queued', 'not trained yet', false],
    ['preparing', 'still training', false],
    ['running', 'still training', false],
    ['paused', 'paused', false],
    ['stopped', 'stopped', false],
    ['interrupted', 'interrupted', false],
    ['failed', 'failed', true],
  ])('%s is %s', (state, words, warning) => {
    const { remarks } = row(plain([0.6, 0.6]), unfinished('plain', { state }));
    expect(remarksLine(remarks)).toBe(`plain: 1 of 3 left out (${words})`);
    expect(remarks.map(isWarning)).toEqual([warning]);
  });

  test('one that diverged', () => {
    const diverged = unfinished('plain', { state: 'failed', record: { diverged: true } });
    expect(line(plain([0.6, 0.61]), diverged)).toBe('plain: 1 of 3 left out (diverged)');
  });

  test('of a repeated seed the older run', () => {
    const older = residual([0.1], { createdAt: '2020-01-01T00:00:00.000Z' });
    expect(line(residual([0.7, 0.71]), older)).toBe('residual: 1 of 3 left out (an older run of a seed)');
  });

  test('a twin without a finished run is missing from the row of its network', () => {
    const { plain: none, remarks } = row(residual([0.7, 0.8]), plain([0.1, 0.1], { state: 'failed' }));
    expect(none).toBeUndefined();
    expect(remarksLine(remarks)).toBe('plain: 2 of 2 left out (failed)');
  });

  test('a run that is being extended still belongs to its arm', () => {
    const extended = unfinished('residual', { state: 'running', planned: 20 });
    expect(line(residual([0.7, 0.71]), extended)).toBe('residual: 1 of 3 left out (still training)');
  });

  test('other settings or another network are not of this row', () => {
    const other = side('residual', [0.5], { state: 'failed', arm: 'other', settings: { batchSize: 8 } });
    const deeper = side('residual', [0.5, 0.5], { state: 'failed', arm: 'deeper', twinKey: 'k110' });
    const table = ablationTable([...residual([0.7, 0.71]), ...other, ...deeper]);
    expect(table.rows[0]?.remarks).toEqual([]);
    expect(absentSentences(table)).toEqual([
      'other: 1 of 1 left out (failed).',
      'deeper: 2 of 2 left out (failed).',
    ]);
    expect(formatTable(table, 'md')).toContain('\ndeeper: 2 of 2 left out (failed).\n');
  });

  test('two networks that share a plain twin miss its runs both', () => {
    const table = ablationTable([
      ...residual([0.7, 0.71], { arm: 'A', graphKey: 'a' }),
      ...residual([0.7, 0.71], { arm: 'B', graphKey: 'b' }),
      ...plain([0.6, 0.62], { arm: 'P', graphKey: 'p' }),
      ...unfinished('plain', { arm: 'P', graphKey: 'p', state: 'paused' }),
    ]);
    expect(table.rows.map(({ remarks }) => remarksLine(remarks))).toEqual([
      'plain: 1 of 3 left out (paused); interval: undecided, about 1 more seed would settle it',
      'plain: 1 of 3 left out (paused); interval: undecided, about 1 more seed would settle it',
    ]);
  });
});

describe('numbers of seeds', () => {
  test('both are shown, and that there is no interval', () => {
    const table = ablationTable([...residual([0.7, 0.71, 0.72, 0.73]), ...plain([0.6])]);
    const text = formatTable(table, 'md');
    expect(text).toContain('| 71.5 ± 1.3% (n = 4) | 60.0% (n = 1) | +11.5 |');
    expect(text).toContain('difference: no interval, n = 4 vs. 1 |');
  });

  test('seeds that only one network was trained with', () => {
    const others = plain([0.6, 0.61, 0.62]).slice(1);
    expect(line(residual([0.7, 0.71, 0.72]), others)).toBe('interval: not paired, seed 1 only in residual');
    const far = plain([0.6, 0.61, 0.62]).map((one) => ({
      ...one,
      settings: { ...one.settings, seed: one.settings.seed + 10 },
    }));
    expect(line(residual([0.7, 0.71, 0.72]), far)).toBe('interval: not paired, the seeds differ');
  });

  test('one seed each, and not the same', () => {
    const other = plain([0.6]).map((one) => ({ ...one, settings: { ...one.settings, seed: 2 } }));
    expect(line(residual([0.7]), other)).toBe(
      'difference: one seed, no interval; difference: not paired, seed 1 only in residual, seed 2 only in plain',
    );
  });
});

describe('numbers that mean nothing', () => {
  test('both networks are at chance', () => {
    const guessed = row(residual([0.105, 0.106, 0.104]), plain([0.1, 0.101, 0.099]));
    expect(guessed.interval?.low).toBeGreaterThan(0);
    expect(verdictOf(guessed)).toBeUndefined();
    expect(remarksLine(guessed.remarks)).toContain(
      'residual and plain: at chance; difference: meaningless, both are at chance',
    );
    expect(guessed.remarks.every(isWarning)).toBe(false);
  });

  test('what chance is, and what may be luck, is explained once', () => {
    expect(ablationTable([...residual([0.105]), ...plain([0.1])]).notes[0]).toBe(
      'At chance: always answering the most frequent class gets 10.0% of these 10,000 validation images right, and up to 10.7% may be luck (binomial test, 1%).',
    );
  });

  test('one network learns: the difference means something', () => {
    const learned = row(residual([0.7, 0.72, 0.71]), plain([0.1, 0.1, 0.101]));
    expect(remarksLine(learned.remarks)).toBe('plain: at chance');
    expect(verdictOf(learned)).toBe('gain');
  });

  test('some seeds are', () => {
    expect(line(residual([0.7, 0.1, 0.72]))).toBe('residual: 1 of 3 seeds at chance');
  });

  test('a test number is, which counts only where it is shown', () => {
    const tested: Draft = {
      test: 0.1,
      record: { split: { ...split, testCount: 100 } },
    };
    expect(line(residual([0.7], tested))).toBe('residual: at chance on the test images');
    expect(line(residual([0.7], tested), plain([0.6]))).toBe('difference: one seed, no interval');
  });

  test('BatchNorm had not settled', () => {
    const draft: Draft = { record: { stepsPerEpoch: 100 } };
    const lagging = [...residual([0.7, 0.72], draft), ...plain([0.5, 0.51], draft)].map((one) => ({
      ...one,
      network: { ...one.network, batchNorm: { layers: 49, momentum: 0.99 } },
    }));
    const found = row(lagging);
    expect(remarksLine(found.remarks)).toBe('residual and plain: BatchNorm not settled');
    expect(found.interval?.low).toBeGreaterThan(0);
    expect(verdictOf(found)).toBeUndefined();
    expect(ablationTable(lagging).notes[0]).toMatch(
      /^BatchNorm statistics had not settled: 200 of about [\d,]+ steps \(momentum 0\.99\)\. .*turn on precise BatchNorm\.$/,
    );
  });
});

describe('verdicts and intervals', () => {
  test.each<[string, number[], number[], 'gain' | 'loss' | undefined]>([
    ['one seed has none', [0.7], [0.6], undefined],
    ['an interval above zero is a gain', [0.7, 0.71, 0.72], [0.6, 0.615, 0.62], 'gain'],
    ['one below zero is a loss', [0.6, 0.615, 0.62], [0.7, 0.71, 0.72], 'loss'],
    ['one that holds zero is neither', [0.7, 0.6, 0.8], [0.65, 0.7, 0.6], undefined],
    ['what rounds to 0.0 is neither', [0.7003, 0.7103, 0.7202], [0.7, 0.71, 0.72], undefined],
    ['equal differences', [0.7, 0.71], [0.6, 0.61], 'gain'],
    ['no difference at all', [0.7, 0.71], [0.7, 0.71], undefined],
  ])('%s', (_what, ours, theirs, verdict) =>
    expect(verdictOf(row(residual(ours), plain(theirs)))).toBe(verdict),
  );

  test('equal differences: one number, and what it is', () => {
    const equal = row(residual([0.7, 0.71]), plain([0.65, 0.66]));
    expect(formatInterval(equal)).toBe('5.0');
    expect(remarksLine(equal.remarks)).toBe('interval: the same difference with every seed');
    const others = plain([0.65, 0.65, 0.65]).slice(1);
    expect(line(residual([0.7, 0.7]), others)).toBe(
      'interval: no spread between seeds; interval: not paired, seed 1 only in residual, seed 3 only in plain',
    );
  });

  test.each([
    [17.64, 22.38, '17.6 … 22.4'],
    [-9.84, -0.02, '-9.84 … -0.02'],
    [0.02, 3.1, '0.02 … 3.10'],
    [4.98, 5.02, '4.98 … 5.02'],
    [0, 3.1, '0.0 … 3.1'],
    [-1e-9, 3.1, '0.0 … 3.1'],
  ])('%d to %d is written %s', (low, high, text) =>
    expect(formatInterval({ interval: { low, high } })).toBe(text),
  );

  test('CSV, JSON and Markdown have the same words', () => {
    const table = ablationTable([
      ...residual([0.7, 0.71]),
      ...plain([0.6]),
      ...plain([0.5], { state: 'interrupted', settings: { seed: 2 } }),
    ]);
    const words = 'plain: 1 of 2 left out (interrupted); difference: no interval, n = 2 vs. 1';
    expect(formatTable(table, 'md')).toContain(`| ${words} |`);
    expect(formatTable(table, 'csv')).toContain(`"${words}"`);
    const remarks = JSON.parse(formatTable(table, 'json')).rows[0].remarks;
    expect(remarks.map((one: { about: string; words: string }) => `${one.about}: ${one.words}`)).toEqual(
      words.split('; '),
    );
  });
});
