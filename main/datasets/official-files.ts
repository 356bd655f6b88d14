/**
 * Reads the files of a published data set out of a folder or archive and checks them against the sizes
 * and SHA-256 sums that are known of them: judged by contents, not by the container they came in.
 */
import { createHash } from 'node:crypto';
import { Refusal } from '../refusal';
import { BrokenContainer } from './archives/broken';
import { type Member, openContainer } from './container';
import type { Work } from './source';
import { throttled } from './throttle';
import { grouped, megabytes } from './words';

export interface OfficialFile {
  name: string;
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/** Takes a file's bytes as they arrive; they are known to be right only when the whole call has resolved. */
export interface Receiver {
  write(chunk: Uint8Array): Promise<void> | void;
  end(): Promise<void> | void;
}

export interface OfficialRelease<F extends OfficialFile> {
  /** "CIFAR-10 (binary version)" */
  title: string;
  files: readonly F[];
  /** What to say when these names are found instead: a known other edition. */
  hint?: (found: readonly string[]) => string | undefined;
}

/** Room for the small files that come along with the official ones. */
const SLACK = 64 << 20;

/**
 * Streams every official file, in the order of the container, into the receiver made for it.
 * @throws Refusal naming the file, what was expected and what was found.
 */
export async function readOfficialFiles<F extends OfficialFile>(
  path: string,
  release: OfficialRelease<F>,
  receive: (file: F) => Receiver,
  { onProgress, signal, xz }: Work & { xz?: string },
): Promise<void> {
  const report = throttled(onProgress);
  const missing = new Map(release.files.map((file) => [file.name, file]));
  const total = release.files.reduce((sum, file) => sum + file.bytes, 0);
  let before = 0;
  let inside: { file: F; done: number } | undefined;
  const container = await openContainer(path, {
    wanted: new Set(missing.keys()),
    maxBytes: total + SLACK,
    signal,
    xz,
  });
  try {
    for await (const member of container.members) {
      const file = missing.get(member.name);
      // A second file of the same name: the first one was right, and is kept.
      if (!file) continue;
      inside = { file, done: 0 };
      const here = inside;
      await readOne(path, release.title, file, member, receive(file), (done) => {
        signal?.throwIfAborted();
        here.done = done;
        report({
          phase: `importing ${release.title}`,
          fraction: (before + done) / total,
          detail: `${file.name}, ${megabytes(before + done)} of ${megabytes(total)}`,
        });
      });
      before += file.bytes;
      inside = undefined;
      missing.delete(file.name);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof BrokenContainer) {
      const place = inside ?? { file: [...missing.values()][0], done: 0 };
      const where = place.file
        ? `${place.file.name} should have ${grouped(place.file.bytes)} bytes. Received: ${grouped(place.done)} ` +
          `bytes, then ${error.message}`
        : `All files of ${release.title} are in it. Received: after them, ${error.message}`;
      throw new Refusal(`The archive is truncated or damaged. ${where} (in ${path})`);
    }
    throw error;
  }
  if (missing.size > 0) {
    const found = [
      ...release.files.map((f) => f.name).filter((name) => !missing.has(name)),
      ...container.others,
    ];
    const hint = release.hint?.(container.others);
    throw new Refusal(
      `${release.title} needs ${[...missing.keys()].join(', ')}, which ${missing.size > 1 ? 'are' : 'is'} not in ` +
        `${path}. Received: ${found.length > 0 ? found.join(', ') : 'nothing with a name of this data set'}` +
        `${hint ? `. ${hint}` : ''}`,
    );
  }
}

async function readOne(
  path: string,
  title: string,
  file: OfficialFile,
  member: Member,
  receiver: Receiver,
  onBytes: (done: number) => void,
): Promise<void> {
  const subject = `${file.name} in ${path} is not the one of ${title}`;
  if (member.kind !== 'file') {
    throw new Refusal(
      `${subject}: expected a file of ${grouped(file.bytes)} bytes. Received: a link or folder of that name`,
    );
  }
  if (member.bytes !== file.bytes) {
    throw new Refusal(
      `${subject}: expected ${grouped(file.bytes)} bytes. Received: ${grouped(member.bytes)} bytes`,
    );
  }
  const hash = createHash('sha256');
  let done = 0;
  for await (const chunk of member.content()) {
    hash.update(chunk);
    done += chunk.length;
    if (done > file.bytes) break;
    await receiver.write(chunk);
    onBytes(done);
  }
  if (done !== file.bytes) {
    throw new Refusal(`${subject}: expected ${grouped(file.bytes)} bytes. Received: ${grouped(done)} bytes`);
  }
  const found = hash.digest('hex');
  if (found !== file.sha256) {
    throw new Refusal(`${subject}: expected SHA-256 ${file.sha256}. Received: ${found}`);
  }
  await receiver.end();
}
