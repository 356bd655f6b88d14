import type { Progress } from '../../core/contract/engine';
import { type Message, message } from '../../core/messages';

/** Points done, and the time left; before the first, that TensorFlow starts. */
export class Meter {
  private readonly began = performance.now();
  private counted = 0;

  constructor(
    private readonly total: number,
    private readonly missing: number,
  ) {}

  count(): void {
    this.counted += 1;
  }

  progress(network: Message): Progress {
    const left = this.missing - this.counted;
    const done = this.total - left;
    const seconds = (performance.now() - this.began) / 1000;
    const phase = message('surface.phase', { network });
    if (this.counted === 0) return { phase, detail: message('surface.starting') };
    return {
      phase,
      fraction: done / this.total,
      detail: message('surface.done', { done, count: this.total }),
      secondsLeft: (seconds / this.counted) * left,
    };
  }
}
