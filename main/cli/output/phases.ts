/** Progress on stderr: a moving line on a terminal, one line per phase elsewhere. */
import type { Progress } from '../../../core/contract/engine';
import { textOf } from '../../../core/messages';
import { say } from './output';
import { ProgressBar } from './progress-bar';

export class Phases {
  /** On a terminal only. */
  readonly bar: ProgressBar | undefined;
  #phase = '';

  constructor(moving = process.stderr.isTTY) {
    this.bar = moving ? new ProgressBar(process.stderr) : undefined;
  }

  show({ phase, detail = '', fraction }: Progress): void {
    const parts = [textOf(phase), textOf(detail)].filter(Boolean);
    if (this.bar) this.bar.show(fraction, parts.join('  '));
    else if (parts[0] !== this.#phase) say(parts.join(': '));
    this.#phase = parts[0] ?? '';
  }

  note(line: string): void {
    this.clear();
    say(line);
  }

  clear(): void {
    this.bar?.clear();
  }
}
