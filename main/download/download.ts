/** Resumable downloads. A file keeps the name `<file>.part` (http-part.ts) until its checksum is verified. */
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { types } from 'node:util';
import type { Progress } from '../../core/contract/engine';
import { timeLeftMessage } from '../../core/format/duration';
import { listOf, type Message, type MessageOrText, message } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';
import { throttled } from '../basics/throttle';
import type { Work } from '../basics/work';
import { inWords } from '../disk/trouble';
import { complaintAbout } from './checksum';
import { dropPart, Final, fetchRest, sizeOf } from './http-part';
import { reasonOf } from './reason';
import type { RemoteFile } from './remote-file';
import { TransferMeter } from './transfer-meter';

export interface DownloadOptions {
  fetch: typeof fetch;
  /** Before the 2nd, 3rd, ... attempt in a row without a new byte. */
  retryDelaysMs: readonly number[];
  /** A connection without data for this long is closed. */
  stallMs: number;
}

export const defaultDownloadOptions: DownloadOptions = {
  fetch: (...args) => fetch(...args),
  retryDelaysMs: [1000, 2000, 4000, 8000],
  stallMs: 30_000,
};

type Report = (progress: Progress) => void;

/**
 * Downloads the files one after the other, and resumes partial ones. Progress covers all of them.
 * @returns their paths
 * @throws Refusal if no server delivers what is expected
 */
export async function downloadAll(
  files: readonly RemoteFile[],
  folder: string,
  { onProgress, signal }: Work,
  options: DownloadOptions = defaultDownloadOptions,
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const report = throttled(onProgress);
  const paths: string[] = [];
  for (const [i, file] of files.entries()) {
    const sum = (some: readonly RemoteFile[]) => some.reduce((bytes, other) => bytes + other.bytes, 0);
    const around = { before: sum(files.slice(0, i)), after: sum(files.slice(i + 1)) };
    paths.push(await downloadOne(file, folder, around, report, signal, options));
  }
  return paths;
}

/** Bytes of complete and partial files. */
export async function downloadedBytes(files: readonly RemoteFile[], folder: string): Promise<number> {
  let bytes = 0;
  for (const { fileName } of files) {
    const file = join(folder, fileName);
    bytes += Math.max(await sizeOf(file), await sizeOf(`${file}.part`));
  }
  return bytes;
}

/** Bytes of the files before and after this one. */
interface Around {
  before: number;
  after: number;
}

/** From the first server that delivers what is expected. */
async function downloadOne(
  remote: RemoteFile,
  folder: string,
  around: Around,
  report: Report,
  signal: AbortSignal | undefined,
  options: DownloadOptions,
): Promise<string> {
  const file = join(folder, remote.fileName);
  const check = (path: string) => {
    const hasSum = remote.md5 !== undefined || remote.sha256 !== undefined;
    report({
      phase: message('datasets.download.checking', { file: remote.fileName }),
      ...(hasSum ? {} : { detail: message('datasets.download.noSum') }),
    });
    return complaintAbout(path, remote, signal);
  };
  if ((await sizeOf(file)) > 0) {
    if ((await check(file)) === undefined) return file;
    await rm(file);
  }
  const failures: Message[] = [];
  for (const url of remote.urls) {
    try {
      await fetchWhole(url, `${file}.part`, { remote, around, report, signal, options, check });
      await rename(`${file}.part`, file);
      await rm(`${file}.part.json`, { force: true });
      return file;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof Refusal) || remote.urls.length === 1) throw error;
      const why = error instanceof Unreachable || error instanceof Final ? error.why : error.said;
      failures.push(message('datasets.download.fromHost', { host: new URL(url).host, error: why }));
    }
  }
  refuse('datasets.download.allFailed', {
    file: remote.fileName,
    failures: listOf(failures, 'unit'),
  });
}

/** A known size may be off by this much; the checksum decides. */
const SLACK = 1.1;
const SLACK_BYTES = 1e6;

/** All attempts with one URL failed. */
class Unreachable extends Refusal {
  constructor(
    url: string,
    attempts: number,
    readonly why: MessageOrText,
  ) {
    super(message('datasets.download.failed', { url, attempts, error: why }));
  }
}

interface Fetching {
  remote: RemoteFile;
  around: Around;
  report: Report;
  signal: AbortSignal | undefined;
  options: DownloadOptions;
  check(path: string): Promise<Message | undefined>;
}

async function fetchWhole(url: string, part: string, fetching: Fetching): Promise<void> {
  for (let fresh = false; ; fresh = true) {
    if (fresh) await dropPart(part);
    const resumed = (await sizeOf(part)) > 0;
    await fetchWithRetries(url, part, fetching);
    const complaint = await fetching.check(part);
    if (complaint === undefined) return;
    // The resumed part may be wrong: try once more from the start.
    if (resumed && !fresh) continue;
    await dropPart(part);
    refuse('datasets.download.wrong', { url, problem: complaint });
  }
}

async function fetchWithRetries(url: string, part: string, fetching: Fetching): Promise<void> {
  const { remote, around, report, signal, options } = fetching;
  const phase = message('datasets.download.downloading', { file: remote.fileName });
  let failures = 0;
  for (;;) {
    const before = await sizeOf(part);
    let meter: TransferMeter | undefined;
    try {
      await fetchRest({
        url,
        part,
        signal,
        fetch: options.fetch,
        stallMs: options.stallMs,
        mostBytes: Math.ceil(remote.bytes * SLACK) + SLACK_BYTES,
        onAsking: () =>
          report({ phase, detail: message('datasets.download.asking', { host: new URL(url).host }) }),
        onBytes: (position, size) => {
          const total = size === undefined ? undefined : around.before + size + around.after;
          const done = around.before + position;
          if (meter) report({ phase, ...meter.at(done) });
          meter ??= new TransferMeter(done, total);
        },
      });
      return;
    } catch (error) {
      signal?.throwIfAborted();
      // Another attempt does not help a failing disk. (Network errors have their cause inside.)
      if (error instanceof Final) throw error;
      if (types.isNativeError(error) && 'syscall' in error) {
        const what = message('datasets.what.download', { file: remote.fileName });
        throw inWords(error, { what, where: part, next: 'disk.next.continueDownload' });
      }
      failures = (await sizeOf(part)) > before ? 1 : failures + 1;
      // A machine without a network fails at once; do not keep people waiting.
      const delays = isUnknownHost(error) ? options.retryDelaysMs.slice(0, 1) : options.retryDelaysMs;
      const delay = delays[failures - 1];
      if (delay === undefined) {
        throw new Unreachable(url, failures, reasonOf(error));
      }
      // A phase of its own, since reports within a phase are throttled.
      report({
        phase: message('datasets.download.waiting', { file: remote.fileName }),
        detail: message('datasets.download.nextAttempt', {
          error: reasonOf(error),
          time: timeLeftMessage(delay / 1000),
        }),
      });
      await sleep(delay, undefined, { signal }).catch((stopped) => {
        throw signal?.reason ?? stopped;
      });
    }
  }
}

function isUnknownHost(error: unknown): boolean {
  const cause = types.isNativeError(error) ? error.cause : undefined;
  return types.isNativeError(cause) && 'code' in cause && cause.code === 'ENOTFOUND';
}
