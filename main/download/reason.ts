import { types } from 'node:util';
import type { MessageOrText } from '../../core/messages';
import { Refusal } from '../basics/refusal';

/** Why an attempt failed: `fetch failed` says nothing, its cause (of several addresses, the first) does. */
export function reasonOf(error: unknown): MessageOrText {
  if (error instanceof Refusal) return error.said;
  if (!types.isNativeError(error)) return String(error);
  const { cause } = error;
  if (!types.isNativeError(cause)) return error.message;
  const first: unknown = 'errors' in cause && Array.isArray(cause.errors) ? cause.errors[0] : undefined;
  return `${error.message}: ${types.isNativeError(first) ? first.message : cause.message}`;
}
