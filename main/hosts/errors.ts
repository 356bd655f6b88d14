/** Failures on their way to the window: refusals in their own words, faults of ours without their insides. */
import { ORPCError } from '@orpc/server';
import { REFUSED } from '../../core/contract';
import { GraphError } from '../../core/graph/problem';
import { inEnglish, message } from '../../core/messages';
import { dataRoot } from '../basics/paths';
import { Refusal } from '../basics/refusal';
import { DiskTrouble, inWords } from '../disk/trouble';

/** Writes a fault, with its stack, where the person running the host can see it. */
export type FaultLog = (message: string) => void;

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** A full disk and the like are no fault of ours, wherever they came up. */
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

/**
 * The error as the window gets it. Errors of oRPC itself (input that the contract does not accept, an unknown
 * procedure) pass as they are; what nobody foresaw is logged and becomes a sentence that tells nothing of the
 * machine.
 */
export function forWindow(thrown: unknown, log: FaultLog): unknown {
  const error = diskInWords(thrown);
  if (error instanceof Refusal || error instanceof GraphError) {
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
