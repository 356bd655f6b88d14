/** Builds the listing of a collection within its limits. */
import { sizeMessage } from '../../../../core/format/bytes';
import { type Message, type MessageOrText, message } from '../../../../core/messages';
import { cleanPath, shortened } from '../../../archives/names';
import { Refusal, refuse } from '../../../basics/refusal';
import { OTHER_FORM } from '../layout/alike';
import { type LeftOut, type Limits, type Listing, nameOf, type PhotoMember } from '../members/collection';
import { isJunk } from '../members/junk';

export const NOT_OPENED = message('datasets.file.archive');
const ARCHIVE = /\.(zip|tar|tgz|gz|xz|bz2|7z|rar|zst)$/i;

export class ListingBuilder {
  readonly members: PhotoMember[] = [];
  readonly nested: PhotoMember[] = [];
  readonly leftOut: LeftOut[] = [];
  skipped = 0;
  #entries = 0;
  #bytes = 0;
  readonly #known = new Set<string>();
  /** Folder names in the Unicode form that came first. */
  readonly #forms = new Map<string, string>();

  constructor(
    private readonly what: Message,
    private readonly limits: Limits,
    private readonly opensZips = false,
  ) {}

  /** @throws Refusal for more entries than an import reads. */
  countEntry(): void {
    this.#entries++;
    if (this.#entries > this.limits.entries)
      throw this.tooMany(message('datasets.archive.moreEntries', { count: this.limits.entries }));
  }

  tooMany(found: Message): Refusal {
    return new Refusal(
      message('datasets.archive.tooMany', { what: this.what, most: this.limits.entries, found }),
    );
  }

  /**
   * @param strange why it is not a file: "a symbolic link"
   * @returns undefined if it was left out
   * @throws Refusal if all files together are too large
   */
  add(parts: readonly string[], bytes: number, strange?: Message): PhotoMember | undefined {
    const cleaned = cleanPath(parts);
    if ('leftOut' in cleaned) {
      this.leave(shortened(parts.join('/')), cleaned.leftOut);
      return undefined;
    }
    const path = this.#apart(cleaned.path, parts);
    const member: PhotoMember = { index: this.members.length + this.nested.length, path, bytes };
    const name = nameOf(member);
    const nested = this.opensZips && /\.zip$/i.test(name);
    if (isJunk(cleaned.path)) this.skipped++;
    else if (strange !== undefined) this.leave(name, strange);
    else if (!nested && ARCHIVE.test(name)) this.leave(name, NOT_OPENED);
    else if (this.#known.has(name)) this.leave(name, message('datasets.file.duplicatePath'));
    else if (!nested && bytes > this.limits.fileBytes) {
      this.leave(
        name,
        message('datasets.file.large', {
          size: sizeMessage(bytes),
          most: sizeMessage(this.limits.fileBytes),
        }),
      );
    } else {
      this.#known.add(name);
      this.#bytes += bytes;
      if (this.#bytes > this.limits.totalBytes) {
        refuse('datasets.archive.tooLarge', {
          what: this.what,
          most: sizeMessage(this.limits.totalBytes),
        });
      }
      (nested ? this.nested : this.members).push(member);
      return member;
    }
    return undefined;
  }

  /** Keeps folders apart whose names differ only in their Unicode form. */
  #apart(path: readonly string[], parts: readonly string[]): readonly string[] {
    const raw = parts.filter((part) => part !== '' && part !== '.');
    let apart: string[] | undefined;
    let key = '';
    for (let n = 0; n < path.length - 1; n++) {
      key += `/${path[n]}`;
      const first = this.#forms.get(key) ?? raw[n]!;
      this.#forms.set(key, first);
      if (first === raw[n] || first.normalize('NFC') !== raw[n]!.normalize('NFC')) continue;
      apart ??= [...path];
      apart[n] += OTHER_FORM;
    }
    return apart ?? path;
  }

  leave(file: string, reason: MessageOrText): void {
    this.leftOut.push({ file, reason });
  }

  /** @throws Refusal for an archive that unpacks to far more than pictures would. */
  requireHonest(archiveBytes: number): void {
    const { ratio, ratioFrom } = this.limits;
    if (this.#bytes > Math.max(ratioFrom, archiveBytes * ratio)) {
      refuse('datasets.archive.bomb', {
        what: this.what,
        ratio,
        packed: sizeMessage(archiveBytes),
        unpacked: sizeMessage(this.#bytes),
      });
    }
  }

  finish(): Listing {
    return { members: this.members, nested: this.nested, leftOut: this.leftOut, skipped: this.skipped };
  }
}
