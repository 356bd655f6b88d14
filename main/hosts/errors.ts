/** Failures on their way to the window: refusals in their own words, faults of ours without their insides. */
import { ORPCError } from '@orpc/server';
import { REFUSED } from '../../core/contract';
import { GraphError } from '../../core/graph/problem';
import { Refusal } from '../refusal';

/** Writes a fault, with its stack, where the person running the host can see it. */
export type FaultLog = (message: string) => void;

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/**
 * The error as the window gets it. Errors of oRPC itself (input that the contract does not accept, an unknown
 * procedure) pass as they are; what nobody foresaw is logged and becomes a sentence that tells nothing of the
 * machine.
 */
export function forWindow(error: unknown, log: FaultLog): unknown {
  if (error instanceof Refusal || error instanceof GraphError) {
    const { remedy } = error instanceof Refusal ? error : {};
    return new ORPCError(REFUSED, { message: error.message, ...(remedy ? { data: { remedy } } : {}) });
  }
  if (error instanceof ORPCError && error.code !== 'INTERNAL_SERVER_ERROR') return error;
  if (isAbort(error)) return error;
  const fault = error instanceof ORPCError && error.cause !== undefined ? error.cause : error;
  log(fault instanceof Error ? (fault.stack ?? String(fault)) : String(fault));
  return new ORPCError('INTERNAL_SERVER_ERROR', {
    message: 'Something went wrong inside Skipwire; its log has the details.',
  });
}
