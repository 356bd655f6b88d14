import { inEnglish, type Message } from '../messages';

/** A study, or a setting, that cannot be used; shown without a stack trace. */
export class StudyError extends Error {
  constructor(readonly said: Message) {
    super(inEnglish(said));
    this.name = 'StudyError';
  }
}
