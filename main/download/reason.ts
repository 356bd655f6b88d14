import { types } from 'node:util';
import { type Key, type MessageOrText, message } from '../../core/messages';
import { Refusal } from '../basics/refusal';

const causes: Readonly<Record<string, Key>> = {
  ENOTFOUND: 'datasets.cause.noHost',
  EAI_AGAIN: 'datasets.cause.noHost',
  ECONNREFUSED: 'datasets.cause.refused',
  ECONNRESET: 'datasets.cause.closed',
  UND_ERR_SOCKET: 'datasets.cause.closed',
  ETIMEDOUT: 'datasets.cause.timeout',
  UND_ERR_CONNECT_TIMEOUT: 'datasets.cause.timeout',
  ENETUNREACH: 'datasets.cause.unreachable',
  EHOSTUNREACH: 'datasets.cause.unreachable',
};

/** Why an attempt failed: `fetch failed` says nothing, its cause (of several addresses, the first) does. */
export function reasonOf(error: unknown): MessageOrText {
  if (error instanceof Refusal) return error.said;
  if (!types.isNativeError(error)) return String(error);
  const { cause } = error;
  if (!types.isNativeError(cause)) return error.message;
  const first: unknown = 'errors' in cause && Array.isArray(cause.errors) ? cause.errors[0] : undefined;
  const { code = '', message: text } = (types.isNativeError(first) ? first : cause) as NodeJS.ErrnoException;
  return Object.hasOwn(causes, code) ? message(causes[code]!, { error: text }) : text;
}
