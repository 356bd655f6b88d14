/** "Did you mean": the closest names to a mistyped one. */
import { listOf, type Message, message } from '../messages';

/** `Did you mean a or b?`, or `otherwise` if no name is close. @param shown how a name is written in the sentence */
export function hintFor<Otherwise>(
  word: string,
  names: readonly string[],
  otherwise: Otherwise,
  shown: (name: string) => string = (name) => name,
): Message | Otherwise {
  const near = nearest(word, names);
  return near.length > 0 ? message('common.didYouMean', { names: listOf(near.map(shown), 'or') }) : otherwise;
}

/** Insertions, deletions, replacements and swaps of neighbors (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min(line[column - 1]! + 1, last[column]! + 1, last[column - 1]! + (same ? 0 : 1));
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (row > 1 && column > 1 && swapped) best = Math.min(best, beforeLast[column - 2]! + 1);
      line.push(best);
    }
    [beforeLast, last] = [last, line];
  }
  return last[b.length]!;
}

/** The closest of `names`, at most three, that `word` may be a typo of. */
export function nearest(word: string, names: readonly string[]): string[] {
  const simple = (text: string) => text.toLowerCase().replace(/[-_.\s]/g, '');
  const near = names
    .map((name) => ({ name, distance: editDistance(simple(word), simple(name)) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(name.length / 3)));
  const least = Math.min(...near.map(({ distance }) => distance));
  return near
    .filter(({ distance }) => distance === least)
    .slice(0, 3)
    .map(({ name }) => name);
}
