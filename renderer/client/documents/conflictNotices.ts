/** The notices when two windows edited one graph at the same time. */
import type { Merged } from '../../../core/edit/merge';
import { join, t } from '../../../core/messages';

const named = (names: readonly string[], graph: string): string =>
  join(names.map((name) => (name === 'name' ? t('shell.client.nameOf', { graph }) : name)));

/** For the window whose edit came last. */
export function conflictWords(
  { replaced, renamed }: Pick<Merged, 'replaced' | 'renamed'>,
  graph: string,
): string {
  const renames = renamed.map(([from, to]) => t('shell.client.renamed', { from, to }));
  return [
    ...(replaced.length > 0 ? [t('shell.client.conflictKept', { names: named(replaced, graph) })] : []),
    ...(renamed.length > 0 ? [t('shell.client.conflictRenamed', { renames: join(renames) })] : []),
  ].join('\n');
}

/** For the window whose edit came first. */
export const replacedWords = (names: readonly string[], graph: string): string =>
  t('shell.client.conflictLost', { names: named(names, graph) });
