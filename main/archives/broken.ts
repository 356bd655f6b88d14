import { types } from 'node:util';
import { inEnglish, type MessageOrText } from '../../core/messages';
import { Refusal } from '../basics/refusal';

/** The container cannot be read completely; `said` is a short reason. */
export class BrokenContainer extends Error {
  constructor(readonly said: MessageOrText) {
    super(inEnglish(said));
  }
}

/** Passes on errors of the operating system; anything else means that the archive is damaged. */
export function asFailure(error: unknown): Error {
  if (error instanceof Refusal || error instanceof BrokenContainer) return error;
  if (!types.isNativeError(error)) return new BrokenContainer(String(error));
  return 'syscall' in error ? error : new BrokenContainer(error.message);
}
