/** Changes in this window that are not on the host yet, by concern and name. Pure. */
import type { Concern, Values } from '../../../core/contract/kept';

export class Pending {
  readonly #waiting = new Map<Concern, Values>();
  #underWay = new Map<Concern, Values>();

  get isEmpty(): boolean {
    return this.#waiting.size === 0 && this.#underWay.size === 0;
  }

  get hasWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  add(concern: Concern, values: Values): void {
    this.#waiting.set(concern, { ...this.#waiting.get(concern), ...values });
  }

  /** A pending value takes precedence over one from the host. */
  has(concern: Concern, name: string): boolean {
    return [this.#waiting, this.#underWay].some((by) => Object.hasOwn(by.get(concern) ?? {}, name));
  }

  /** All pending values, which are now being sent. */
  take(): [Concern, Values][] {
    this.#underWay = new Map(this.#waiting);
    this.#waiting.clear();
    return [...this.#underWay];
  }

  done(concern: Concern): void {
    this.#underWay.delete(concern);
  }

  /** The host did not accept the values being sent: they wait again, unless they have changed since. */
  failed(): void {
    for (const [concern, values] of this.#underWay)
      this.#waiting.set(concern, { ...values, ...this.#waiting.get(concern) });
    this.#underWay.clear();
  }
}
