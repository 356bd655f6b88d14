/** A failure that the person can mend: its message is shown as it is, without a stack trace. */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Refusal';
  }
}
