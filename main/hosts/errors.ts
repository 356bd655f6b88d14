/** Errors as the window gets them: refusals in full, internal errors without details. */
import { ORPCError } from '@orpc/server';
import { REFUSED } from '../../core/contract/refused';
import { inEnglish, message } from '../../core/messages';
import { dataRoot } from '../basics/paths';
import { isForUser, Refusal } from '../basics/refusal';
import { DiskTrouble, inWords } from '../disk/trouble';

/** Gets internal errors with their stack. */
export type FaultLog = (message: string) => void;

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** A full disk and the like become refusals, wherever they occur. */
function diskInWords(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { path } = error as NodeJS.ErrnoException;
  const trouble = inWords(error, {
    what: message('hosts.what.request'),
    where: path ?? dataRoot(),
    next: 'disk.next.tryAgain',
  });
  return trouble instanceof DiskTrouble && (trouble.lasts || trouble.code === 'EMFILE') ? trouble : error;
}

/** Errors of oRPC itself (invalid input, unknown procedure) pass; unexpected ones are logged and replaced. */
export function forWindow(thrown: unknown, log: FaultLog): unknown {
  const error = diskInWords(thrown);
  if (isForUser(error)) {
    const { remedy } = error instanceof Refusal ? error : {};
    return new ORPCError(REFUSED, {
      message: error.message,
      data: { said: error.said, ...(remedy ? { remedy } : {}) },
    });
  }
  if (error instanceof ORPCError && error.code !== 'INTERNAL_SERVER_ERROR') return error;
  if (isAbort(error)) return error;
  const fault = error instanceof ORPCError && error.cause !== undefined ? error.cause : error;
  log(fault instanceof Error ? (fault.stack ?? String(fault)) : String(fault));
  return new ORPCError('INTERNAL_SERVER_ERROR', { message: inEnglish(message('common.internal')) });
}
