/** What the notice says when two windows edited one graph at once. */
import type { Merged } from '../../../core/edit/merge';
import { joinSome } from '../../../core/graph/words';

const named = (names: readonly string[], graph: string): string =>
  joinSome(names.map((name) => (name === 'name' ? `the name of ${graph}` : name)));

/** For the window whose edit came last. */
export function conflictWords(
  { replaced, renamed }: Pick<Merged, 'replaced' | 'renamed'>,
  graph: string,
): string {
  return [
    ...(replaced.length > 0
      ? [
          `Another window changed ${named(replaced, graph)} at the same time. The edit of this window was kept.`,
        ]
      : []),
    ...(renamed.length > 0
      ? [
          `Another window had taken the same names: ${joinSome(renamed.map(([from, to]) => `${from} is now ${to}`))}.`,
        ]
      : []),
  ].join('\n');
}

/** For the window whose edit came first. */
export const replacedWords = (names: readonly string[], graph: string): string =>
  `Another window changed ${named(names, graph)} at the same time, and its edit was kept.`;
