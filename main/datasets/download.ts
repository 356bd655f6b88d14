/**
 * One file over HTTP, resumable: bytes go to `<file>.part`, beside it `<file>.part.json` says which version
 * of the remote file they belong to. The file gets its name only when its checksum is right.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { types } from 'node:util';
import { z } from 'zod';
import { Refusal } from '../refusal';
import type { Work } from './source';
import { throttled } from './throttle';
import { TransferMeter } from './transfer-meter';

export interface RemoteFile {
  url: string;
  fileName: string;
  /** For the room on disk before the server has told; the checksum decides what is right. */
  bytes: number;
  /** Hexadecimal. */
  md5: string;
}

export interface DownloadOptions {
  fetch: typeof fetch;
  /** Waits before the 2nd, 3rd, ... attempt that follow one another without a new byte. */
  retryDelaysMs: readonly number[];
  /** Silence after which a connection is given up. */
  stallMs: number;
}

export const defaultDownloadOptions: DownloadOptions = {
  fetch: (...args) => fetch(...args),
  retryDelaysMs: [1000, 2000, 4000, 8000],
  stallMs: 30_000,
};

const versionSchema = z.object({
  url: z.string(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
});
type Version = z.infer<typeof versionSchema>;

/** The attempt failed in a way that another attempt cannot mend. */
class Final extends Refusal {}

/**
 * Downloads into `folder`, going on where an earlier call or process stopped; answers with the file's path.
 * @throws Refusal when the server does not deliver, or delivers something else than expected.
 */
export async function download(
  remote: RemoteFile,
  folder: string,
  { onProgress, signal }: Work,
  options: DownloadOptions = defaultDownloadOptions,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, remote.fileName);
  const part = `${file}.part`;
  const report = throttled(onProgress);
  const check = async (path: string) => {
    report({ phase: `checking ${remote.fileName}` });
    return md5Of(path, signal);
  };
  if ((await sizeOf(file)) > 0) {
    if ((await check(file)) === remote.md5) return file;
    await rm(file);
  }
  for (let fresh = false; ; fresh = true) {
    if (fresh) await dropPart(part);
    const resumed = (await sizeOf(part)) > 0;
    await fetchWithRetries(remote, part, report, signal, options);
    const found = await check(part);
    if (found === remote.md5) break;
    const bytes = await sizeOf(part);
    // What came from an earlier call may be what is wrong: once more, from the start.
    if (resumed && !fresh) continue;
    await dropPart(part);
    throw new Refusal(
      `The download of ${remote.url} must have the MD5 sum ${remote.md5}. Received: ${found} (${bytes} bytes)`,
    );
  }
  await rename(part, file);
  await rm(`${part}.json`, { force: true });
  return file;
}

/** Bytes that an interrupted or finished download has already brought. */
export async function downloadedBytes(remote: RemoteFile, folder: string): Promise<number> {
  const file = join(folder, remote.fileName);
  return Math.max(await sizeOf(file), await sizeOf(`${file}.part`));
}

async function fetchWithRetries(
  remote: RemoteFile,
  part: string,
  report: ReturnType<typeof throttled>,
  signal: AbortSignal | undefined,
  options: DownloadOptions,
): Promise<void> {
  let failures = 0;
  for (;;) {
    const before = await sizeOf(part);
    try {
      await fetchRest(remote, part, report, signal, options);
      return;
    } catch (error) {
      signal?.throwIfAborted();
      // A failing disk is not mended by another attempt; network errors carry their cause inside.
      if (error instanceof Final || (types.isNativeError(error) && 'syscall' in error)) throw error;
      failures = (await sizeOf(part)) > before ? 1 : failures + 1;
      // A machine without a network says so at once; people should not wait long to hear it.
      const delays = isUnknownHost(error) ? options.retryDelaysMs.slice(0, 1) : options.retryDelaysMs;
      const delay = delays[failures - 1];
      if (delay === undefined) {
        throw new Refusal(
          `${remote.url} could not be downloaded (${failures} attempts). Received: ${reason(error)}. ` +
            'What has arrived is kept: try again later, or get the file elsewhere and import it.',
        );
      }
      report({
        phase: `downloading ${remote.fileName}`,
        detail: `${reason(error)}; next attempt in ${Math.ceil(delay / 1000)} s`,
      });
      await sleep(delay, undefined, { signal }).catch((stopped) => {
        throw signal?.reason ?? stopped;
      });
    }
  }
}

/** One request: the rest of the file where the server agrees to that, else the whole. */
async function fetchRest(
  remote: RemoteFile,
  part: string,
  report: ReturnType<typeof throttled>,
  signal: AbortSignal | undefined,
  options: DownloadOptions,
): Promise<void> {
  const known = await readVersion(part, remote.url);
  const have = known ? await sizeOf(part) : 0;
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (have > 0) {
    headers.range = `bytes=${have}-`;
    // Without a validator the bytes may be of two versions; the checksum finds that out.
    const validator = known?.etag ?? known?.lastModified;
    if (validator) headers['if-range'] = validator;
  }
  const stall = new AbortController();
  const timer = setTimeout(() => stall.abort(new Error('no byte arrived for too long')), options.stallMs);
  try {
    const either = signal ? AbortSignal.any([signal, stall.signal]) : stall.signal;
    report({ phase: `downloading ${remote.fileName}`, detail: `asking ${new URL(remote.url).host}` });
    const response = await options.fetch(remote.url, { headers, signal: either, redirect: 'follow' });
    const start = await startOf(response, have, part, remote.url);
    if (start === 'complete') return;
    const length = Number(response.headers.get('content-length') ?? Number.NaN);
    const total = Number.isFinite(length) ? start + length : undefined;
    const meter = new TransferMeter(start, total);
    const file = await openPart(part, start, versionOf(response, remote.url));
    let position = start;
    try {
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        timer.refresh();
        await writeAt(file, chunk, position);
        position += chunk.length;
        report({ phase: `downloading ${remote.fileName}`, ...meter.at(position) });
      }
    } finally {
      await file.close();
    }
    if (total !== undefined && position < total) {
      throw new Error(`the connection ended after ${position} of ${total} bytes`);
    }
  } catch (error) {
    if (stall.signal.aborted && !signal?.aborted) throw stall.signal.reason;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Where the answer's bytes belong. @throws Final for an answer that will not change. */
async function startOf(
  response: Response,
  have: number,
  part: string,
  url: string,
): Promise<number | 'complete'> {
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  if (response.status === 206 && range && Number(range[1]) === have) return have;
  if (response.status === 200) return 0;
  await response.body?.cancel();
  if (response.status === 416 && range && Number(range[2]) === have) return 'complete';
  if (response.status === 206 || response.status === 416) {
    await dropPart(part);
    throw new Error(`the server did not send the part that was asked for (HTTP ${response.status})`);
  }
  const message = `HTTP ${response.status} ${response.statusText}`.trim();
  if (response.status >= 500 || response.status === 408 || response.status === 429) throw new Error(message);
  throw new Final(
    `${url} should answer with a file. Received: ${message}. Get the file elsewhere and import it.`,
  );
}

/** A weak ETag is no promise about bytes, and not allowed in If-Range. */
function versionOf(response: Response, url: string): Version {
  const etag = response.headers.get('etag') ?? undefined;
  const lastModified = response.headers.get('last-modified') ?? undefined;
  return { url, etag: etag?.startsWith('W/') ? undefined : etag, lastModified };
}

async function openPart(part: string, start: number, version: Version): Promise<FileHandle> {
  if (start > 0) return open(part, 'r+');
  // First the emptied file, then its version: a kill in between never claims old bytes for a new version.
  const file = await open(part, 'w');
  await writeFile(`${part}.json`, JSON.stringify(version));
  return file;
}

async function readVersion(part: string, url: string): Promise<Version | undefined> {
  try {
    const version = versionSchema.parse(JSON.parse(await readFile(`${part}.json`, 'utf8')));
    return version.url === url ? version : undefined;
  } catch {
    return undefined;
  }
}

async function dropPart(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(`${part}.json`, { force: true });
}

async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}

async function md5Of(path: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal })) hash.update(chunk);
  return hash.digest('hex');
}

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.size ?? 0;

function isUnknownHost(error: unknown): boolean {
  const cause = types.isNativeError(error) ? error.cause : undefined;
  return types.isNativeError(cause) && 'code' in cause && cause.code === 'ENOTFOUND';
}

/** `fetch failed` says nothing; its cause does. (A host with several addresses fails with several.) */
function reason(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  const { cause } = error;
  if (!types.isNativeError(cause)) return error.message;
  const first: unknown = 'errors' in cause && Array.isArray(cause.errors) ? cause.errors[0] : undefined;
  return `${error.message}: ${types.isNativeError(first) ? first.message : cause.message}`;
}
