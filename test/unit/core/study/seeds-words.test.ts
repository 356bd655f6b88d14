/** What is said of a number of seeds before training, and of what they left undecided. */
import { seedsWords } from '../../../../core/study/seeds-words';
import { undecidedSentences } from '../../../../core/study/undecided';
import { run } from './runs';

test.each([
  [
    1,
    'With 1 seed you cannot tell how sure a difference is. Use 3 seeds to look, 6 to claim, 10 for a paper.',
  ],
  [3, 'With 3 seeds you can look at a difference, not claim it: a sign-flip test gives p = 0.25 at best.'],
  [5, 'p = 0.063 at best'],
  [
    6,
    'With 6 seeds you can claim a difference: a sign-flip test gives p = 0.031 at best. Use 10 for a paper.',
  ],
  [10, '10 seeds are enough for a paper: a sign-flip test gives p = 0.002 at best.'],
])('%d seeds', (seeds, words) => expect(seedsWords(seeds, 2)).toContain(words));

test('one network is compared with nothing', () => {
  expect(seedsWords(3, 1)).toBeUndefined();
  expect(seedsWords(0, 2)).toBeUndefined();
});

test('a comparison that is undecided is named, one that is settled is not', () => {
  const arm = (name: string, accuracies: readonly number[]) =>
    accuracies.map((accuracy, index) =>
      run({ arm: name, accuracy, settings: { seed: index + 1 }, record: { baseline: 'base' } }),
    );
  expect(
    undecidedSentences([
      ...arm('base', [0.9, 0.91, 0.92]),
      ...arm('close', [0.903, 0.908, 0.926]),
      ...arm('far', [0.5, 0.511, 0.52]),
    ]),
  ).toEqual([expect.stringMatching(/^close: undecided, about \d+ more seeds would settle it\.$/)]);
});
