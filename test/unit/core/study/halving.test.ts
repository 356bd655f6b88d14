/** What the rule of a study decides of its runs. */
import { runsToHalve } from '../../../../core/study/halved-runs';
import { halvingWords } from '../../../../core/study/halving';
import type { RunRecord } from '../../../../core/study/run';
import { type Draft, run } from './runs';

const halving = { epochs: 1, factor: 2, seeds: 2 };

/** Arms in the middle of the training, `epochs` after the first decision. */
const arms = (accuracies: Readonly<Record<string, number>>, draft: Draft = {}): RunRecord[] =>
  [1, 2, 3].flatMap((seed) =>
    Object.entries(accuracies).map(([arm, accuracy]) =>
      run({
        id: `${arm} ${seed}`,
        arm,
        accuracy,
        state: seed < 3 ? 'running' : 'queued',
        epochs: seed < 3 ? 1 : 0,
        planned: 4,
        ...draft,
        settings: { seed },
        record: { halving, baseline: 'base', ...draft.record },
      }),
    ),
  );

test('all runs of a hopeless arm end, those that wait as well; the baseline goes on', () => {
  const study = arms({ base: 0.1, good: 0.5, bad: 0.3, worse: 0.2 });
  expect(runsToHalve(study)).toEqual([1, 2, 3].map((seed) => ({ id: `worse ${seed}`, epoch: 1 })));
});

test('without a rule nothing ends', () =>
  expect(runsToHalve(arms({ base: 0.1, a: 0.5, b: 0.2 }, { record: { halving: undefined } }))).toEqual([]));

test('values of varied settings are judged apart', () => {
  const at = (value: number, accuracies: Readonly<Record<string, number>>) =>
    arms(accuracies, { record: { varied: [{ path: 'epochs', value }] } });
  const ended = runsToHalve([...at(1, { a: 0.5, b: 0.2 }), ...at(2, { a: 0.2, b: 0.5 })]);
  expect(ended.map(({ id }) => id.slice(0, 1))).toEqual(['b', 'b', 'b', 'a', 'a', 'a']);
});

test('an arm that failed puts no decision off', () => {
  const study = arms({ base: 0.1, good: 0.5, bad: 0.3, gone: 0 }).map((one) =>
    one.arm === 'gone' && one.settings.seed === 2 ? { ...one, state: 'failed' as const, epochs: [] } : one,
  );
  expect(new Set(runsToHalve(study).map(({ id }) => id.split(' ')[0]))).toEqual(new Set(['bad']));
});

test('a run that a person resumed after the decision is left alone', () => {
  const change = { type: 'halved', at: '2026-01-01T00:00:00.000Z', epoch: 1 } as const;
  const study = arms({ base: 0.1, good: 0.5, bad: 0.3 }).map((one) =>
    one.id === 'bad 1' ? { ...one, changes: [change] } : one,
  );
  expect(runsToHalve(study).map(({ id }) => id)).toEqual(['bad 2', 'bad 3']);
});

test('what the rule will do is said before the study', () => {
  const words = (epochs: number, arms = 4) => halvingWords(halving, { arms, epochs, seeds: 3 });
  expect(words(4)).toMatch(
    /^Besides the baseline, these arms go on: 2 of 4 after epoch 1 and 1 of 2 after epoch 2, judged by 2 seeds/,
  );
  expect(words(2)).toMatch(/go on: 2 of 4 after epoch 1, judged/);
  for (const never of [words(1), words(4, 1)]) expect(never).toMatch(/^No arm is stopped/);
});
