/** Failures of a call, in words for a person. */
import { ORPCError } from '@orpc/client';
import { messageOf as plainMessageOf } from '../../core/basics/errors';
import { REFUSED } from '../../core/contract';
import { type Remedy, remedySchema } from '../../core/contract/remedy';
import { useConnection } from './connection';

/** True when the person cancelled the call themselves: nothing to report. */
export const isAbort = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');

/** What can be done about a refusal in one step. */
export function remedyOf(error: unknown): Remedy | undefined {
  if (!(error instanceof ORPCError) || error.code !== REFUSED) return undefined;
  const data: unknown = error.data;
  if (typeof data !== 'object' || data === null || !('remedy' in data)) return undefined;
  return remedySchema.safeParse(data.remedy).data;
}

interface Issue {
  path?: readonly (string | number)[];
  message: string;
}

function issuesOf(data: unknown): readonly Issue[] {
  if (typeof data !== 'object' || data === null || !('issues' in data)) return [];
  return Array.isArray(data.issues) ? (data.issues as Issue[]) : [];
}

/**
 * The sentence to show. A refusal speaks for itself; input that the contract did not accept names the
 * field; a lost connection says so; anything else is a fault of ours and is shown with its message.
 */
export function messageOf(error: unknown): string {
  if (error instanceof ORPCError) {
    if (error.code === REFUSED) return error.message;
    const issues = issuesOf(error.data);
    if (issues.length > 0) {
      return issues
        .map(({ path, message }) => (path?.length ? `${path.join('.')}: ${message}` : message))
        .join('\n');
    }
    return `Skipwire failed: ${error.message}`;
  }
  if (useConnection.getState().state === 'lost') {
    return 'The connection to Skipwire is lost; reconnecting. Try again when it is back.';
  }
  return plainMessageOf(error);
}
