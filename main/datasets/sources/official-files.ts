/** Reads the files of a published data set from a folder or archive, and checks sizes and sums. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { sizeMessage } from '../../../core/format/bytes';
import { listOf, message, messageFrom, sentences } from '../../../core/messages';
import { BrokenContainer } from '../../archives/broken';
import { Refusal, refuse } from '../../basics/refusal';
import { throttled } from '../../basics/throttle';
import type { Work } from '../../basics/work';
import { gunzipped } from '../named-files/gunzipped';
import type { Member } from '../named-files/member';
import { type Container, openContainer } from '../named-files/open';
import { lookalike } from './known-names';
import { ofKnownSum } from './known-sums';

export interface OfficialFile {
  name: string;
  /** Other names; those that end in ".gz" are gzipped. */
  aliases?: readonly string[];
  /** Unpacked. */
  bytes: number;
  /** Sums of the unpacked file, hexadecimal. Without them, only the size is checked. */
  sha256?: string;
  md5?: string;
  /** Sum of the published, gzipped file. */
  archiveSha256?: string;
}

/** Gets a file's bytes as they arrive, before they are verified. */
export interface Receiver {
  write(chunk: Uint8Array): Promise<void> | void;
  end(): Promise<void> | void;
}

export interface OfficialRelease<F extends OfficialFile> {
  /** "CIFAR-10 (binary version)" */
  title: string;
  files: readonly F[];
}

/** Room for small files beside the official ones. */
const SLACK = 64 << 20;

/**
 * Streams every official file to its receiver, in the container's order. `path` may be one of several files in a folder.
 * @throws Refusal naming the file, what was expected and what was found
 */
export async function readOfficialFiles<F extends OfficialFile>(
  path: string,
  release: OfficialRelease<F>,
  receive: (file: F) => Receiver,
  { onProgress, signal, xz }: Work & { xz?: string },
): Promise<void> {
  const report = throttled(onProgress);
  const missing = new Set(release.files);
  const byName = new Map(
    release.files.flatMap((file) => [file.name, ...(file.aliases ?? [])].map((name) => [name, file])),
  );
  const total = release.files.reduce((sum, file) => sum + file.bytes, 0);
  let before = 0;
  let inside: { file: F; done: number } | undefined;
  const isOne = byName.has(basename(path)) && (await isFile(path));
  const container = await openContainer(isOne ? dirname(path) : path, {
    wanted: new Set(byName.keys()),
    enough: release.files.length,
    depth: isOne ? 0 : undefined,
    maxBytes: total + SLACK,
    signal,
    xz,
  });
  try {
    for await (const member of container.members) {
      const file = byName.get(member.name);
      // A second file of that name: keep the first, which was right.
      if (!file || !missing.has(file)) continue;
      inside = { file, done: 0 };
      const here = inside;
      await readOne(path, release.title, file, member, receive(file), (done) => {
        signal?.throwIfAborted();
        here.done = done;
        report({
          phase: message('datasets.phase.importing', { name: release.title }),
          fraction: (before + done) / total,
          detail: message('datasets.progress.bytes', {
            file: file.name,
            done: sizeMessage(before + done),
            total: sizeMessage(total),
          }),
        });
      });
      before += file.bytes;
      inside = undefined;
      missing.delete(file);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof BrokenContainer)) throw error;
    const { title } = release;
    const { file, done } = inside ?? { file: [...missing][0], done: 0 };
    const other = lookalike(path, container.paths, title);
    if (other && !inside) {
      throw new Refusal(sentences(message('datasets.official.expected', { title, path }), other));
    }
    const where = file
      ? message('datasets.official.endsEarly', {
          file: file.name,
          expected: file.bytes,
          done,
          error: messageFrom(error.said),
        })
      : message('datasets.official.endsAfter', { title, error: error.message });
    refuse('datasets.official.damaged', { path, where });
  }
  if (missing.size > 0) throw incomplete(path, release, missing, container);
}

function incomplete<F extends OfficialFile>(
  path: string,
  { title, files }: OfficialRelease<F>,
  missing: ReadonlySet<F>,
  { others, paths }: Container,
): Refusal {
  const found = [...files.filter((file) => !missing.has(file)).map(({ name }) => name), ...others];
  const other = lookalike(path, paths, title);
  const values = { title, missing: listOf([...missing].map(({ name }) => name)), path };
  const lacking =
    found.length > 0
      ? message('datasets.official.missing', { ...values, found: listOf(found) })
      : message('datasets.official.missingAll', values);
  return new Refusal(sentences(lacking, other));
}

async function readOne(
  path: string,
  title: string,
  file: OfficialFile,
  member: Member,
  receiver: Receiver,
  onBytes: (done: number) => void,
): Promise<void> {
  const subject = { file: member.name, path, title };
  if (member.kind !== 'file') {
    refuse('datasets.official.link', { ...subject, expected: file.bytes });
  }
  const isPacked = member.name.endsWith('.gz');
  if (!isPacked && member.bytes !== file.bytes) {
    refuse('datasets.official.bytes', {
      ...subject,
      expected: file.bytes,
      found: message('datasets.official.someBytes', { count: member.bytes }),
    });
  }
  const packed = createHash('sha256');
  // Sums of MNIST files are published as MD5.
  const hashes = { sha256: createHash('sha256'), md5: file.sha256 ? undefined : createHash('md5') };
  const content = isPacked ? gunzipped(member.content(), packed) : member.content();
  let done = 0;
  for await (const chunk of content) {
    hashes.sha256.update(chunk);
    hashes.md5?.update(chunk);
    done += chunk.length;
    if (done > file.bytes) break;
    await receiver.write(chunk);
    onBytes(done);
  }
  if (done !== file.bytes) {
    const found =
      done > file.bytes
        ? message('datasets.official.moreBytes', { count: file.bytes })
        : message('datasets.official.someBytes', { count: done });
    refuse('datasets.official.bytes', { ...subject, expected: file.bytes, found });
  }
  const archive = isPacked ? packed.digest('hex') : undefined;
  if (archive === undefined || archive !== file.archiveSha256) {
    const sums = { sha256: hashes.sha256.digest('hex'), md5: hashes.md5?.digest('hex') };
    checkSums(subject, file, sums, archive);
  }
  await receiver.end();
}

function checkSums(
  subject: { file: string; path: string; title: string },
  file: OfficialFile,
  sums: { sha256: string; md5?: string },
  archive: string | undefined,
): void {
  const known = ofKnownSum([sums.md5, archive]);
  const isOther = known !== undefined && known !== subject.title;
  const hint = isOther ? message('datasets.official.isOther', { name: known }) : undefined;
  for (const [algorithm, words] of [
    ['sha256', 'SHA-256'],
    ['md5', 'MD5'],
  ] as const) {
    const expected = file[algorithm];
    if (expected && sums[algorithm] !== expected) {
      const wrong = message('datasets.official.sum', {
        ...subject,
        algorithm: words,
        expected,
        found: sums[algorithm]!,
      });
      throw new Refusal(sentences(wrong, hint));
    }
  }
  if (hint) {
    throw new Refusal(sentences(message('datasets.official.notOf', subject), hint));
  }
}

const isFile = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isFile() ?? false;
