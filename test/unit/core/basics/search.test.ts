import { matchesWords, rankByWords, searchWords } from '../../../../core/basics/search';

test('every word must be in one of the texts, whatever its case', () => {
  const words = searchWords('  Cat NET ');
  expect(words).toEqual(['cat', 'net']);
  expect(matchesWords(words, ['ImageNet', 'cats'])).toBe(true);
  expect(matchesWords(words, ['ImageNet', 'dogs'])).toBe(false);
  expect(matchesWords([], [])).toBe(true);
});

test('the start of a title counts most, then of a word, then its middle, then keywords', () => {
  const rank = (query: string) =>
    rankByWords(searchWords(query), 'Batch normalization', ['BN', '배치 정규화']);
  expect(['batch', 'norm', 'atch', 'bn', 'pool', 'batch norm', 'batch pool'].map(rank)).toEqual([
    4, 3, 2, 1, 0, 8, 0,
  ]);
  expect(rankByWords(['정규화'], '배치 정규화', [])).toBe(3);
});
