import type { Remedy } from '../../core/contract/remedy';

/** A failure that the person can mend: its message is shown as it is, without a stack trace. */
export class Refusal extends Error {
  /** @param remedy what can be done about it in one step. */
  constructor(
    message: string,
    readonly remedy?: Remedy,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

export type { Remedy };

/** A refusal with one more sentence, if there is one; any other error as it is. */
export function withMore(error: unknown, sentence: string | undefined): unknown {
  if (!(error instanceof Refusal) || sentence === undefined) return error;
  return new Refusal(`${error.message.replace(/\.$/, '')}. ${sentence}`, error.remedy);
}
