/** Which ways of training make twins, and what the table's caption tells of the others. */
import { learningRateOf } from '../../../../core/study/extension';
import { ablationTable } from '../../../../core/study/table';
import { type Draft, run } from './runs';

describe('runs that were extended', () => {
  const cosine = { schedule: { type: 'cosine' } };
  const extended = (variant: 'residual' | 'plain', ...extensions: object[]) =>
    run({ variant, epochs: 5, settings: { ...cosine, extensions } });
  const keep = (step: number, planned = 3) => ({ step, planned, after: planned, rate: { type: 'keep' } });
  const stretch = (step: number) => ({ step, planned: 3, after: 3, rate: { type: 'stretch' } });
  const added = (step: number, after = 3) => ({
    step,
    planned: 3,
    after,
    rate: { type: 'new', learningRate: 0.01 },
  });

  test.each<[string, object[], object[]]>([
    ['a held rate is the same whenever that was decided', [keep(300)], [keep(100)]],
    ['and so is that of two extensions in a row', [keep(300)], [keep(100), keep(400, 4)]],
    ['a new schedule begins behind the old one', [added(300)], [added(120)]],
  ])('are twins where their rates are: %s', (_what, one, other) => {
    const runs = [extended('residual', ...one), extended('plain', ...other)];
    const [rates, others] = runs.map(({ settings, epochs: history }) =>
      Array.from({ length: 500 }, (_, step) =>
        learningRateOf(settings, { step, stepsPerEpoch: 100, history }),
      ),
    );
    expect(rates).toEqual(others);
    const { rows, caption } = ablationTable(runs);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.differencePoints).toBeDefined();
    expect(caption).toContain(
      'Runs of one row were extended at different steps, with the same rates at each step.',
    );
  });

  test.each<[string, object[], object[], string]>([
    ['stretched at another step', [stretch(300)], [stretch(100)], 'stretched at step 300'],
    ['held after another length', [keep(300)], [keep(300, 4)], 'over 3 epochs, then its last rate is held'],
    ['of a new schedule from another epoch on', [added(200, 2)], [added(300)], '0.01 from epoch 3'],
  ])('are none where they differ, which the caption tells: %s', (_what, one, other, words) => {
    const { rows, caption } = ablationTable([extended('residual', ...one), extended('plain', ...other)]);
    expect(rows).toHaveLength(2);
    expect(caption).toMatch(/residual50 and plain50 are not compared: .* against /);
    expect(caption).toContain(words);
    expect(caption).not.toContain('Runs of one row');
  });
});

describe('why rows have one side', () => {
  test('differences of networks that would be twins are named', () => {
    const caption = (one: Draft, other: Draft) =>
      ablationTable([run(one), run({ variant: 'plain', ...other })]).caption;
    expect(caption({ epochs: 5 }, { epochs: 8 })).toContain(
      'residual50 and plain50 are not compared: 5 epochs against 8 epochs.',
    );
    expect(caption({ settings: { batchSize: 64 } }, {})).toContain(
      'not compared: batch 64 against batch 256.',
    );
    expect(caption({ split: 'trained on one half' }, { split: 'trained on the other' })).toContain(
      'not compared: they were trained on other images.',
    );
    expect(caption({}, { twinKey: 'k34', epochs: 8 })).not.toContain('not compared');
    expect(caption({}, {})).not.toContain('not compared');
  });

  describe('the data set was replaced in between', () => {
    const on = (variant: 'residual' | 'plain', images: { digest?: string; fingerprint?: string }) => {
      const one = run({ variant });
      return { ...one, split: { ...one.split!, ...images } };
    };
    const residual = on('residual', { digest: 'd1', fingerprint: 'f1' });

    test('then they are no twins, which the caption says', () => {
      const { rows, caption } = ablationTable([residual, on('plain', { digest: 'd2', fingerprint: 'f1' })]);
      expect(rows).toHaveLength(2);
      expect(caption).toContain('not compared: they were trained on other images.');
    });

    test.each([
      ['has the fingerprint that a newer one has', { fingerprint: 'f1' }, 1],
      ['has another fingerprint', { fingerprint: 'f2' }, 2],
      ['says nothing', {}, 1],
    ])('a record of an older version %s', (_what, images, rows) => {
      expect(ablationTable([residual, on('plain', images)]).rows).toHaveLength(rows);
    });

    test('a record that says nothing is paired with none of several', () => {
      const other = on('residual', { digest: 'd2' });
      expect(ablationTable([residual, other, on('plain', {})]).rows).toHaveLength(3);
    });
  });

  test('a few pairs are enough', () => {
    const many = [1, 2, 3].flatMap((epochs) => [
      run({ epochs }),
      run({ variant: 'plain', epochs: epochs + 10 }),
    ]);
    expect(ablationTable(many).caption.match(/are not compared/g)).toHaveLength(3);
  });
});
