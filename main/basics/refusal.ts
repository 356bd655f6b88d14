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
import { StudyError } from '../../core/study/study-error';

/** A failure that the user can fix: shown without a stack trace, in the reader's language. */
export class Refusal extends Error {
  readonly said: Message;

  /** @param said `message('area.key', values)`; the error's `message` is its English text. @param remedy a fix in one step. */
  constructor(
    said: MessageOrText,
    readonly remedy?: Remedy,
  ) {
    super(inEnglish(said));
    this.name = 'Refusal';
    this.said = messageFrom(said);
  }
}

/** Throws a Refusal. Also works where a value is expected: `found ?? refuse('datasets.nothingThere', { path })`. */
export function refuse(key: Key, values?: Values, remedy?: Remedy): never {
  throw new Refusal(message(key, values), remedy);
}

export type { Remedy };

/** Adds a sentence to a refusal; other errors are returned unchanged. */
export function withMore(error: unknown, sentence: MessageOrText | undefined): unknown {
  if (!(error instanceof Refusal) || sentence === undefined) return error;
  return new Refusal(sentences(error.said, sentence), error.remedy);
}

/** Failures that the user can fix: of the host, a graph, or a study. */
export const isForUser = (error: unknown): error is Refusal | GraphError | StudyError =>
  error instanceof Refusal || error instanceof GraphError || error instanceof StudyError;

export const saidBy = (error: unknown): MessageOrText => (isForUser(error) ? error.said : messageOf(error));
