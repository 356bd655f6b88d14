/** What the window remembers (core/contract/kept.ts): a file for each concern. */
import { join } from 'node:path';
import {
  CONCERNS,
  type Concern,
  type Kept,
  type KeptChange,
  type LanguageChoice,
  languageSchema,
  type Theme,
  themeSchema,
  type Values,
  valueSchema,
} from '../../core/contract/kept';
import { inEnglish, type Message, type MessageOrText, message, preview, ruleOf } from '../../core/messages';
import { EventHub } from '../basics/event-hub';
import { refuse, saidBy } from '../basics/refusal';
import { withLock } from '../disk/lock';
import { sweep } from '../disk/sweep';
import { writing } from '../disk/trouble';
import { type KeptFile, readKept, writeKept } from './file';

/** Characters of all values of a concern together, as JSON. */
const MOST_CHARACTERS = 1_000_000;

export interface KeptOptions {
  root: string;
  now?: () => Date;
  warn?: (message: string) => void;
}

export class KeptStore {
  readonly #root: string;
  readonly #now: () => Date;
  readonly #warn: (message: string) => void;
  readonly #events = new EventHub<KeptChange>({ isDroppable: () => true });
  /** Changes to one concern happen one after the other. */
  readonly #turns = new Map<Concern, Promise<unknown>>();
  /** Until a window has shown them. */
  readonly #remarks = new Map<Concern, Message>();
  #appearance: Appearance | undefined;

  constructor({ root, now = () => new Date(), warn = () => undefined }: KeptOptions) {
    this.#root = root;
    this.#now = now;
    this.#warn = warn;
  }

  /** All usable values, and remarks on files that were set aside or cannot be read. */
  async load(): Promise<Kept> {
    const unread: MessageOrText[] = [];
    const read = await Promise.all(
      CONCERNS.map(async (concern) => {
        const { values } = await this.#inTurn(concern, () => this.#read(concern)).catch((error: unknown) => {
          // The other concerns still load; saving this one will fail with the reason.
          unread.push(saidBy(error));
          return { values: {} };
        });
        return [concern, usable(concern, values)] as const;
      }),
    );
    const remarks = [...this.#remarks.values(), ...unread];
    this.#remarks.clear();
    return { concerns: Object.fromEntries(read) as Kept['concerns'], remarks };
  }

  /**
   * Merges values into a concern; others stay. Resolves once they are on disk.
   * @throws Refusal naming an invalid value; DiskTrouble if it cannot be written
   */
  async change(change: KeptChange): Promise<void> {
    const { concern, values } = change;
    for (const [name, value] of Object.entries(values)) {
      if (value !== null) requireAllowed(concern, name, value);
    }
    const path = this.#path(concern);
    // Another process on the same data folder may be saving too.
    const work = async () => {
      const file = await this.#read(concern);
      const merged = merge(file.values, values);
      if (JSON.stringify(merged).length > MOST_CHARACTERS) {
        refuse('disk.kept.tooLarge', { concern, most: MOST_CHARACTERS });
      }
      await writeKept(path, file, merged);
      if (concern === 'appearance') this.#appearance = appearanceOf(merged);
    };
    await this.#inTurn(concern, () =>
      writing({ what: message('disk.what.settingsSaved'), where: path, next: 'disk.next.tryAgain' }, () =>
        withLock(`${path}.lock`, {}, work),
      ),
    );
    this.#events.emit(change);
  }

  events(signal?: AbortSignal): AsyncIterableIterator<KeptChange, undefined> {
    return this.#events.subscribe(signal);
  }

  /** Undefined without one that this version can use. @throws DiskTrouble if it cannot be read */
  async value(concern: Concern, name: string): Promise<Values[string] | undefined> {
    const { values } = await this.#inTurn(concern, () => this.#read(concern));
    return usable(concern, values)[name];
  }

  /** For what is shown before the window can ask. Never fails. */
  async theme(): Promise<Theme> {
    return (await this.#shown()).theme;
  }

  /** For the desktop shell. Never fails. */
  async language(): Promise<LanguageChoice> {
    return (await this.#shown()).language;
  }

  async #shown(): Promise<Appearance> {
    if (this.#appearance === undefined) {
      const values = await this.#inTurn('appearance', () => this.#read('appearance')).then(
        (file) => file.values,
        () => ({}),
      );
      this.#appearance ??= appearanceOf(values);
    }
    return this.#appearance;
  }

  sweep(): Promise<void> {
    return sweep(this.#root, this.#now());
  }

  close(): void {
    this.#events.close();
  }

  async #read(concern: Concern) {
    const path = this.#path(concern);
    const { file, setAside } = await writing(
      { what: message('disk.what.settingsRead'), where: path, next: 'disk.next.tryAgain' },
      () => readKept(path, this.#now()),
    );
    if (setAside !== undefined) {
      const remark = message('disk.kept.damaged', { concern, file: setAside });
      this.#remarks.set(concern, remark);
      this.#warn(inEnglish(remark));
    }
    return file;
  }

  #path(concern: Concern): string {
    return join(this.#root, `${concern}.json`);
  }

  #inTurn<T>(concern: Concern, work: () => Promise<T>): Promise<T> {
    const result = (this.#turns.get(concern) ?? Promise.resolve()).then(work);
    this.#turns.set(
      concern,
      result.catch(() => undefined),
    );
    return result;
  }
}

/** Values that only a newer version understands stay in the file. */
const usable = (concern: Concern, values: KeptFile['values']): Values =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => valueSchema(concern, name)?.safeParse(value).success ?? false,
    ),
  ) as Values;

function requireAllowed(concern: Concern, name: string, value: Values[string]): void {
  const issue = valueSchema(concern, name)?.safeParse(value).error?.issues[0];
  if (!issue) return;
  refuse('disk.kept.notAllowed', { name, concern, problem: ruleOf(issue), value: preview(value) });
}

function merge(before: KeptFile['values'], change: Values): KeptFile['values'] {
  const merged = new Map(Object.entries({ ...before, ...change }));
  for (const [name, value] of merged) if (value === null) merged.delete(name);
  return Object.fromEntries(merged);
}

interface Appearance {
  theme: Theme;
  language: LanguageChoice;
}

const appearanceOf = ({ theme, language }: KeptFile['values']): Appearance => ({
  theme: themeSchema.safeParse(theme).data ?? 'system',
  language: languageSchema.safeParse(language).data ?? 'system',
});
