/** Failed calls, in words for a person. */
import { ORPCError } from '@orpc/client';
import { messageOf as plainMessageOf } from '../../core/basics/errors';
import { REFUSED, refusedSchema } from '../../core/contract/refused';
import type { Remedy } from '../../core/contract/remedy';
import { inEnglish, innermost, message, ruleOf, t, textOf } from '../../core/messages';
import { notify } from '../state/notices';
import type { Problem } from '../state/unsaved';
import { isLost } from './connection';

const INTERNAL = message('common.internal');

/** The person canceled the call: nothing to report. */
export const isAbort = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');

const refusalOf = (error: unknown) =>
  error instanceof ORPCError && error.code === REFUSED ? refusedSchema.safeParse(error.data).data : undefined;

/** What can be done about a refusal in one step. */
export const remedyOf = (error: unknown): Remedy | undefined => refusalOf(error)?.remedy;

type Issue = Parameters<typeof ruleOf>[0];

function issuesOf(data: unknown): readonly Issue[] {
  if (typeof data !== 'object' || data === null || !('issues' in data)) return [];
  return Array.isArray(data.issues) ? (data.issues as Issue[]) : [];
}

/** One rule for each field. */
function firstOfFields(issues: readonly Issue[]): Map<string, Issue> {
  const first = new Map<string, Issue>();
  for (const issue of issues.map(innermost)) {
    const field = issue.path?.join('.') ?? '';
    if (!first.has(field)) first.set(field, issue);
  }
  return first;
}

function issueText(issue: Issue): string {
  const problem = ruleOf(issue);
  return issue.path?.length ? t('common.field', { field: issue.path.join('.'), problem }) : textOf(problem);
}

/**
 * The text to show: a refusal's own words; the field that the contract did not accept; a lost connection; anything else
 * is a bug, and its message is shown.
 */
export function messageOf(error: unknown): string {
  if (error instanceof ORPCError) {
    if (error.code === REFUSED) return textOf(refusalOf(error)?.said ?? error.message, error.message);
    const issues = issuesOf(error.data);
    if (issues.length > 0) return [...firstOfFields(issues).values()].map(issueText).join('\n');
    return error.message === inEnglish(INTERNAL)
      ? textOf(INTERNAL)
      : t('common.failed', { error: error.message });
  }
  return isLost() ? t('common.connectionLost') : plainMessageOf(error);
}

export const notifyError = (error: unknown): void => notify({ severity: 'error', text: messageOf(error) });

export const saveProblem = (error: unknown, otherwise: Omit<Problem, 'why'>): Problem =>
  isLost()
    ? { why: t('common.connectionLost'), next: t('shell.client.savedWhenBack') }
    : { why: messageOf(error), ...otherwise };
