/**
 * What must be there after a kill. Everything that is kept has a name and a value, both texts. A value that was acknowledged
 * must be found again; one that was asked for and not answered may be there or not, but nothing else may.
 */
interface Entry {
  acknowledged: string;
  /** Asked for since, in this order, and not answered. */
  asked: string[];
}

export const ABSENT = 'absent';

export class Loss extends Error {
  constructor(
    readonly what: string,
    expected: readonly string[],
    found: string,
  ) {
    super(`${what}: found ${short(found)}, expected ${expected.map(short).join(' or ')}`);
    this.name = 'Loss';
  }
}

const short = (text: string): string =>
  text.length > 300 ? `${text.slice(0, 300)}... (${text.length})` : text;

export class Ledger {
  readonly #entries = new Map<string, Entry>();
  acknowledgements = 0;

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  /** The value that was acknowledged last. */
  value(name: string): string {
    return this.#entries.get(name)?.acknowledged ?? ABSENT;
  }

  /** Values that were asked for and not answered. */
  asked(name: string): readonly string[] {
    return this.#entries.get(name)?.asked ?? [];
  }

  /** @returns to be called when the answer comes. */
  ask(name: string, value: string): () => void {
    const entry = this.#entries.get(name) ?? { acknowledged: ABSENT, asked: [] };
    this.#entries.set(name, entry);
    entry.asked.push(value);
    return () => {
      this.acknowledgements++;
      entry.acknowledged = value;
      entry.asked.splice(0, entry.asked.indexOf(value) + 1);
    };
  }

  /** It came to be without being asked for. */
  set(name: string, value: string): void {
    this.#entries.set(name, { acknowledged: value, asked: [] });
  }

  forget(name: string): void {
    this.#entries.delete(name);
  }

  /**
   * Compares with what is there; that counts from now on.
   * @throws Loss
   */
  found(name: string, value: string): void {
    const { acknowledged, asked } = this.#entries.get(name) ?? { acknowledged: ABSENT, asked: [] };
    if (value !== acknowledged && !asked.includes(value))
      throw new Loss(name, [acknowledged, ...asked], value);
    this.set(name, value);
  }
}
