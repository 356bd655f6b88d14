import { inEnglish, type Message } from '../messages';

/** A preset, style or option that cannot be built. */
export class OptionError extends RangeError {
  constructor(readonly said: Message) {
    super(inEnglish(said));
    this.name = 'OptionError';
  }
}
