/** Finds pictures by a full or partial path, with or without extension. */
import type { PhotoMember } from '../members/collection';

const EXTENSION = /\.[a-z]+$/i;

export class MemberIndex {
  readonly #byName = new Map<string, PhotoMember[]>();

  constructor(readonly members: readonly PhotoMember[]) {
    for (const member of members) {
      const name = member.path.at(-1)!;
      this.#add(name, member);
      const stem = name.replace(EXTENSION, '');
      if (stem !== name) this.#add(stem, member);
    }
  }

  /** undefined if none or several match. */
  find(value: string): PhotoMember | undefined {
    const parts = value.split(/[\\/]+/).filter((part) => part !== '' && part !== '.');
    const name = parts.at(-1);
    if (name === undefined) return undefined;
    // The pictures may have been converted to another format.
    const found = this.#byName.get(name) ?? this.#byName.get(name.replace(EXTENSION, ''));
    if (!found || found.length === 1) return found?.[0];
    const inFolder = found.filter(({ path }) =>
      parts.slice(0, -1).every((part, n) => path[path.length - parts.length + n] === part),
    );
    return parts.length > 1 && inFolder.length === 1 ? inFolder[0] : undefined;
  }

  #add(key: string, member: PhotoMember): void {
    const known = this.#byName.get(key);
    if (known) known.push(member);
    else this.#byName.set(key, [member]);
  }
}
