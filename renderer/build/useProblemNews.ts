/** Problems of the graph are announced when an edit causes them; those that it was opened with are counted in the status bar. */
import { useEffect, useRef } from 'react';
import { isUnfinished, type Problem } from '../../core/graph/problem';
import { t, textOf } from '../../core/messages';
import { analysisOf } from '../state/analysis';
import { announce } from '../state/announce';
import type { OpenDocument } from '../state/documents';

const keyOf = ({ code, nodeId, edgeId, groupId }: Problem) => [code, nodeId, edgeId, groupId].join(' ');

/**
 * Words for what `now` has that `before` has not; undefined if there is nothing new. What is only missing yet is no news, nor is a
 * problem that has moved, as the end of a network does while it is drawn.
 */
export function newsOf(before: readonly Problem[], now: readonly Problem[]): string | undefined {
  const known = new Set(before.map(keyOf));
  const countIn = (problems: readonly Problem[], code: string) =>
    problems.filter((problem) => problem.code === code).length;
  const [first, ...others] = now.filter(
    (problem) =>
      !isUnfinished(problem) &&
      !known.has(keyOf(problem)) &&
      countIn(now, problem.code) > countIn(before, problem.code),
  );
  if (!first) return undefined;
  const words = t('build.canvas.badge', { severity: first.severity, text: textOf(first.said) });
  return others.length === 0 ? words : t('build.problems.andMore', { words, count: others.length });
}

export function useProblemNews(open: OpenDocument | undefined): void {
  const known = useRef<{ id: string; problems: readonly Problem[] }>(undefined);
  const id = open?.id;
  const problems = open && analysisOf(open.document).problems;
  useEffect(() => {
    const before = known.current;
    known.current = id !== undefined && problems ? { id, problems } : undefined;
    if (!problems || before?.id !== id) return;
    const text = newsOf(before?.problems ?? [], problems);
    if (text !== undefined) announce({ text });
  }, [id, problems]);
}
