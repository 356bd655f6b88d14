/** The ablation table: which runs are side by side, and how it is written. */

import { remarksLine } from '../../../../core/study/describe-remark';
import type { RunRecord } from '../../../../core/study/run';
import { trainingSettingsSchema } from '../../../../core/study/settings';
import { ablationTable } from '../../../../core/study/table';
import { formatTable } from '../../../../core/study/table-text';
import { type Draft, run } from './runs';

const oneSeed =
  'With one seed there is no interval, and a difference may be chance. Train both networks with several seeds.';

const twins = () => [run({ accuracy: 0.752 }), run({ variant: 'plain', accuracy: 0.701 })];

describe('rows', () => {
  test('a residual network is beside its plain twin, with the last epoch counting', () => {
    const { rows, caption, notes } = ablationTable(twins());
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      label: '50 layers',
      depth: 50,
      epochs: 2,
      residual: { accuracy: 0.752, params: 23_608_202, secondsPerEpoch: 10.5, arms: ['residual50'] },
      plain: { accuracy: 0.701, params: 20_820_106 },
    });
    expect(rows[0]?.differencePoints).toBeCloseTo(5.1, 10);
    expect(rows[0]?.residual).not.toHaveProperty('deviation');
    expect(caption).toBe(
      'Validation accuracy after the last epoch. CIFAR-10: trained on the 50,000 official training images, validated on the 10,000 official test images; no test number; 2 epochs; SGD 0.01, clipnorm 1; batch 256.',
    );
    expect(notes).toEqual([oneSeed]);
  });

  test('over seeds: mean, sample deviation and number; of a repeated seed the newest run', () => {
    const runs = [
      run({ accuracy: 0.7, settings: { seed: 1 } }),
      run({ accuracy: 0.72, settings: { seed: 2 } }),
      run({ accuracy: 0.1, settings: { seed: 3 }, createdAt: '2020-01-01T00:00:00.000Z' }),
      run({ accuracy: 0.74, settings: { seed: 3 } }),
    ];
    const [row] = ablationTable(runs).rows;
    expect(row?.residual?.seeds.length).toBe(3);
    expect(row?.residual?.accuracy).toBeCloseTo(0.72, 12);
    expect(row?.residual?.deviation).toBeCloseTo(0.02, 12);
    expect(row).not.toHaveProperty('plain');
    expect(row).not.toHaveProperty('differencePoints');
  });

  test('without a twin one side is empty', () => {
    const { rows } = ablationTable([run({ variant: 'plain', depth: 34, twinKey: 'k34' })]);
    expect(rows).toEqual([expect.objectContaining({ label: '34 layers', plain: expect.anything() })]);
    expect(rows[0]).not.toHaveProperty('residual');
  });

  test.each<[string, Draft, Draft, string[]]>([
    ['epochs', {}, { epochs: 5 }, ['2 epochs', '5 epochs']],
    ['learning rate', {}, { settings: { optimizer: { learningRate: 0.1 } } }, ['lr 0.01', 'lr 0.1']],
    ['clipnorm', {}, { settings: { optimizer: { clipnorm: null } } }, ['clipnorm 1', 'no clipping']],
    ['momentum', {}, { settings: { optimizer: { momentum: 0.9 } } }, ['momentum 0', 'momentum 0.9']],
    ['batch size', {}, { settings: { batchSize: 32 } }, ['batch 256', 'batch 32']],
    ['data set', {}, { settings: { dataset: 'shapes' } }, ['CIFAR-10', 'Shapes']],
    ['limit', {}, { settings: { trainLimit: 2000 } }, ['all training images', '2,000 training images']],
  ])('runs that differ in %s are not paired, and the label tells them apart', (_what, a, b, expected) => {
    const { rows } = ablationTable([run({ ...a, arm: 'net' }), run({ ...b, variant: 'plain', arm: 'net' })]);
    expect(rows.map((row) => row.label)).toEqual(expected.map((text) => `50 layers (net), ${text}`));
    expect(rows.every((row) => row.differencePoints === undefined)).toBe(true);
  });

  test('runs on other images are not paired', () => {
    expect(ablationTable([run(), run({ variant: 'plain', split: 'other images' })]).rows).toHaveLength(2);
  });

  test('runs that stopped at another epoch than planned count with what they have', () => {
    const full = run();
    const short = { ...run({ variant: 'plain' }), epochs: run({ epochs: 1 }).epochs };
    expect(ablationTable([full, short]).rows.map((row) => row.epochs)).toEqual([2, 1]);
  });

  test('only finished runs count', () => {
    const states = ['queued', 'preparing', 'running', 'stopped', 'interrupted', 'failed'] as const;
    const nothing = { caption: '', rows: [], tested: false, absent: [], notes: [] };
    expect(ablationTable(states.map((state) => run({ state })))).toMatchObject({ ...nothing, absent: [{}] });
    expect(ablationTable([])).toEqual(nothing);
  });

  test('an arm that the rule of its study gave up does not count, seeds that were trained to the end included', () => {
    const halved = { type: 'halved', at: '2026-01-01T00:00:00.000Z', epoch: 1 } as const;
    const study = [1, 2].flatMap((seed) => [
      run({ settings: { seed } }),
      run({
        variant: 'plain',
        settings: { seed },
        ...(seed === 2
          ? { state: 'stopped', epochs: 1, planned: 2, record: { changes: [halved] } }
          : { accuracy: 0.9 }),
      }),
    ]);
    const table = ablationTable(study);
    expect(table.rows).toMatchObject([{ residual: { seeds: [1, 2] } }]);
    expect(table.rows[0]).not.toHaveProperty('plain');
    expect(remarksLine(table.rows[0]!.remarks)).toBe(
      'plain: 2 of 2 left out (stopped early by successive halving)',
    );
    // The same arm of another study counts.
    const elsewhere = run({ variant: 'plain', accuracy: 0.4, record: { studyId: 'other' } });
    expect(ablationTable([...study, elsewhere]).rows[0]?.plain).toMatchObject({
      seeds: [1],
      accuracies: [0.4],
    });
    const csv = formatTable(table, 'csv').split('\n');
    const column = csv[0]!.split(',').indexOf('plain_accuracy');
    expect(csv[1]!.split(',')[column]).toBe('');
  });

  test('rows are ordered by depth; arms tell apart what depth does not', () => {
    const { rows } = ablationTable([
      ...twins(),
      run({ depth: 18, twinKey: 'k18', arm: 'resnet18' }),
      run({ depth: 50, twinKey: 'wide', arm: 'wide' }),
    ]);
    expect(rows.map((row) => row.label)).toEqual([
      '18 layers',
      '50 layers (residual50 / plain50)',
      '50 layers (wide)',
    ]);
  });

  test('two residual networks share their plain twin, in a row each', () => {
    const { rows } = ablationTable([
      run({ arm: 'option A', graphKey: 'a', accuracy: 0.75 }),
      run({ arm: 'option B', graphKey: 'b', accuracy: 0.77 }),
      run({ arm: 'plain', variant: 'plain', accuracy: 0.7 }),
    ]);
    expect(rows.map((row) => [row.label, row.differencePoints?.toFixed(1)])).toEqual([
      ['50 layers (option A / plain)', '5.0'],
      ['50 layers (option B / plain)', '7.0'],
    ]);
  });

  test('runs of before there were these settings pair with runs that have them all at their defaults', () => {
    const old = { optimizer: { type: 'sgd', learningRate: 0.01, momentum: 0, clipnorm: 1 }, batchSize: 256 };
    const recent = { ...trainingSettingsSchema.parse({ ...old, epochs: 2 }), histograms: true };
    const { rows } = ablationTable([run({ settings: old }), run({ variant: 'plain', settings: recent })]);
    expect(rows.map((row) => [row.residual?.seeds, row.plain?.seeds])).toEqual([[[1], [1]]]);
  });

  test('one layer is one layer', () => {
    expect(ablationTable([run({ depth: 1, variant: 'plain' })]).rows[0]?.label).toBe('1 layer');
  });
});

describe('how sure a difference is', () => {
  const side = (variant: 'residual' | 'plain', accuracies: readonly number[], seeds = [1, 2, 3]) =>
    accuracies.map((accuracy, index) => run({ variant, accuracy, settings: { seed: seeds[index] } }));
  const table = (...runs: RunRecord[][]) => ablationTable(runs.flat());

  test('paired by seed: what both networks share cancels out', () => {
    // Differences 5, 6 and 7 points: 6 -/+ 4.3027 * 1 / sqrt(3).
    const { rows, caption } = table(side('residual', [0.7, 0.8, 0.9]), side('plain', [0.65, 0.74, 0.83]));
    expect(rows[0]?.interval).toMatchObject({ paired: true });
    expect(rows[0]?.interval?.low).toBeCloseTo(6 - 4.30265273 / Math.sqrt(3), 7);
    expect(rows[0]?.interval?.high).toBeCloseTo(6 + 4.30265273 / Math.sqrt(3), 7);
    expect(caption).toContain("Intervals of the difference: 95%, Student's t over seeds, paired by seed.");
    expect(rows[0]?.remarks).toEqual([]);
  });

  test('seeds that differ: by Welch', () => {
    const { rows, caption } = table(
      side('residual', [0.7, 0.72, 0.74]),
      side('plain', [0.65, 0.67, 0.69], [4, 5, 6]),
    );
    // Equal variances: 4 degrees of freedom, error sqrt(2 * 2 ** 2 / 3) points.
    const reach = 2.77644511 * Math.sqrt((2 * 2 ** 2) / 3);
    expect(rows[0]?.interval?.paired).toBe(false);
    expect(rows[0]?.interval?.low).toBeCloseTo(5 - reach, 6);
    expect(rows[0]?.interval?.high).toBeCloseTo(5 + reach, 6);
    expect(caption).toContain('by Welch where the seeds differ.');
  });

  test('Markdown has a column for it where there is one', () => {
    const text = formatTable(
      table(side('residual', [0.7, 0.8, 0.9]), side('plain', [0.65, 0.74, 0.83])),
      'md',
    );
    expect(text).toContain('| Difference (points) | 95% interval | p | P(A > B) |');
    expect(text).toContain('| +6.0 | 3.5 … 8.5 | 0.0091 | 67% |');
  });
});

describe('text', () => {
  test('Markdown', () => {
    const runs = [
      ...twins(),
      run({ depth: 18, twinKey: 'k18', accuracy: 0.7, settings: { seed: 1 } }),
      run({ depth: 18, twinKey: 'k18', accuracy: 0.71, settings: { seed: 2 } }),
    ];
    expect(formatTable(ablationTable(runs), 'md')).toBe(
      [
        '| Network | Residual | Plain | Difference (points) | Parameters (residual / plain) | Seconds per epoch (residual / plain) | Remarks |',
        '| --- | ---: | ---: | ---: | ---: | ---: | --- |',
        '| 18 layers | 70.5 ± 0.7% (n = 2) | – | – | 23,608,202 / – | 10.5 / – |  |',
        '| 50 layers | 75.2% (n = 1) | 70.1% (n = 1) | +5.1 | 23,608,202 / 20,820,106 | 10.5 / 10.5 | difference: one seed, no interval |',
        '',
        oneSeed,
        '',
        'Validation accuracy after the last epoch. CIFAR-10: trained on the 50,000 official training images, validated on the 10,000 official test images; no test number; 2 epochs; SGD 0.01, clipnorm 1; batch 256.',
        '',
      ].join('\n'),
    );
  });

  test('Markdown keeps a bar in a name inside its cell', () => {
    const table = ablationTable([run({ arm: 'a|b\\' }), run({ arm: 'c\nd', twinKey: 'other' })]);
    const text = formatTable(table, 'md');
    expect(text).toContain('| 50 layers (a\\|b\\\\) |');
    expect(text).toContain('| 50 layers (c d) |');
  });

  test.each([
    [0.7, 0.7, '| 0.0 |'],
    [0.7, 0.70001, '| 0.0 |'],
    [0.7, 0.75, '| -5.0 |'],
  ])('differences: %d against %d', (residual, plain, text) => {
    const table = ablationTable([run({ accuracy: residual }), run({ variant: 'plain', accuracy: plain })]);
    expect(formatTable(table, 'md')).toContain(text);
  });

  test('CSV: RFC 4180, full precision, empty where there is nothing', () => {
    const table = ablationTable([
      run({ arm: 'say "hi", ok' }),
      run({ arm: 'b', twinKey: 'x', accuracy: 1 / 3 }),
    ]);
    const text = formatTable(table, 'csv');
    const lines = text.split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[3]).toBe('');
    expect(lines[0]).toBe(
      'network,depth,epochs,residual_accuracy,residual_sd,residual_n,residual_images_error,residual_params,residual_seconds_per_epoch,plain_accuracy,plain_sd,plain_n,plain_images_error,plain_params,plain_seconds_per_epoch,difference_points,difference_low,difference_high,p,p_holm,superiority,bootstrap_low,bootstrap_high,sign_flip_p,correlation,more_seeds,remarks,caption',
    );
    expect(lines[1]).toMatch(
      /^"50 layers \(say ""hi"", ok\)",50,2,0\.7,,1,0\.0045\d+,23608202,10\.5,{19}"Validation accuracy/,
    );
    expect(lines[2]).toContain(String(1 / 3));
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  test('JSON is the table, with the words of each remark', () => {
    const table = ablationTable(twins());
    const written = JSON.parse(formatTable(table, 'json'));
    expect(written).toMatchObject(table);
    expect(written.rows[0].remarks).toEqual([
      { about: 'difference', kind: 'no-interval', residual: 1, plain: 1, words: 'one seed, no interval' },
    ]);
  });

  test('another format is refused by name', () => {
    const format: string = 'xlsx';
    expect(() => formatTable(ablationTable([]), format as 'md')).toThrow(
      'A table is written as md, csv or json. Received: xlsx.',
    );
  });
});

describe('test numbers', () => {
  const tested = () => [run({ test: 0.74 }), run({ variant: 'plain', test: 0.7 })];

  test('a column when every run has one, with the epoch of its checkpoint', () => {
    const table = ablationTable(tested());
    expect(table.tested).toBe(true);
    expect(table.rows[0]?.residual?.test).toEqual({
      accuracy: 0.74,
      epochs: [1],
      imagesError: Math.sqrt((0.74 * 0.26) / 100),
    });
    expect(table.caption).toContain(
      'Test accuracy of the best checkpoint of each run by validation accuracy, computed once at its end.',
    );
    const markdown = formatTable(table, 'md');
    expect(markdown).toContain('| Test (residual / plain) |');
    expect(markdown).toContain('| 74.0% (n = 1, epoch 1) / 70.0% (n = 1, epoch 1) |');
    const [head, row] = formatTable(table, 'csv').split('\r\n');
    expect(head).toContain('residual_test_accuracy,residual_test_sd,residual_test_epoch');
    expect(row).toContain(',0.74,,1,');
    for (const line of formatTable(table, 'md').split('\n').slice(0, 3)) {
      expect(line.split('|')).toHaveLength(10);
    }
  });

  test('none when one of them has none, and it is said', () => {
    const table = ablationTable([...tested(), run({ twinKey: 'k34', depth: 34 })]);
    expect(table.tested).toBe(false);
    expect(table.caption).toContain('Not every run has a test number, so none is shown.');
    expect(formatTable(table, 'md')).not.toContain('Test');
    expect(formatTable(table, 'json')).not.toContain('"test"');
  });

  test('over seeds mean, deviation and all epochs', () => {
    const runs = [run({ test: 0.7, settings: { seed: 1 } }), run({ test: 0.8, settings: { seed: 2 } })];
    expect(formatTable(ablationTable(runs), 'md')).toContain('75.0 ± 7.1% (n = 2, epochs 1, 1)');
  });

  test('an extended run says that its number is from its new end', () => {
    const before = {
      loss: 1,
      accuracy: 0.6,
      count: 100,
      epoch: 1,
      ofEpochs: 1,
      at: '2026-01-01T00:00:00.000Z',
    };
    const table = ablationTable([run({ test: 0.7, record: { earlierTests: [before] } })]);
    expect(table.caption).toContain('A run was extended after its test');
  });
});

describe('selections', () => {
  const held = { selection: { validation: { kind: 'held-out', amount: 0.1 } } };

  test('runs on other images are no twins, and the rows tell in what they differ', () => {
    const runs = [...twins(), run({ settings: held }), run({ variant: 'plain', settings: held })];
    const { rows } = ablationTable(runs);
    expect(rows).toHaveLength(2);
    expect(rows.map(({ label }) => label).join()).toContain('10% held out');
  });

  test('what has no effect keeps no twins apart; records of before have the defaults', () => {
    const runs = [
      run(),
      run({ variant: 'plain', settings: { selection: { seed: 9, limit: 'stratified' } } }),
    ];
    expect(ablationTable(runs).rows).toHaveLength(1);
  });
});
