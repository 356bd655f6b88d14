import { messageOf } from '../../core/basics/errors';
import type { Remedy } from '../../core/contract/remedy';
import { GraphError } from '../../core/graph/problem';
import {
  inEnglish,
  type Key,
  type Message,
  type MessageOrText,
  message,
  messageFrom,
  sentences,
  type Values,
} from '../../core/messages';

/** A failure that the person can put right: it is shown without a stack trace, in the language of who reads it. */
export class Refusal extends Error {
  readonly said: Message;

  /**
   * @param said `message('area.key', values)`. The error's own `message` is the English text, for logs.
   * @param remedy what can be done about it in one step.
   */
  constructor(
    said: MessageOrText,
    readonly remedy?: Remedy,
  ) {
    super(inEnglish(said));
    this.name = 'Refusal';
    this.said = messageFrom(said);
  }
}

/** Throws a Refusal. Fits where a value is expected, too: `found ?? refuse('datasets.nothingThere', { path })`. */
export function refuse(key: Key, values?: Values, remedy?: Remedy): never {
  throw new Refusal(message(key, values), remedy);
}

export type { Remedy };

/** A refusal with one more sentence, if there is one; any other error as it is. */
export function withMore(error: unknown, sentence: MessageOrText | undefined): unknown {
  if (!(error instanceof Refusal) || sentence === undefined) return error;
  return new Refusal(sentences(error.said, sentence), error.remedy);
}

/** What an error says, for a person: its message where it is a refusal. */
export function saidBy(error: unknown): MessageOrText {
  if (error instanceof Refusal || error instanceof GraphError) return error.said;
  return messageOf(error);
}
