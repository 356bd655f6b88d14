/** A failure that the person can mend: its message is shown as it is, without a stack trace. */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Refusal';
  }
}

/** A refusal with one more sentence, if there is one; any other error as it is. */
export function withMore(error: unknown, sentence: string | undefined): unknown {
  if (!(error instanceof Refusal) || sentence === undefined) return error;
  return new Refusal(`${error.message.replace(/\.$/, '')}. ${sentence}`);
}
