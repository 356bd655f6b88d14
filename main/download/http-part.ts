/** Downloads the rest of a file to `<file>.part`; `<file>.part.json` says which version of the remote file it belongs to. */
import { type FileHandle, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { type Message, message, sentences } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';
import { writeBlock } from '../disk/block';

const versionSchema = z.object({
  url: z.string(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
});
type Version = z.infer<typeof versionSchema>;

/** Another attempt would not help. */
export class Final extends Refusal {
  /** @param more what to do about it */
  constructor(
    readonly why: Message,
    more?: Message,
  ) {
    super(sentences(why, more));
  }
}

export interface PartRequest {
  url: string;
  part: string;
  signal?: AbortSignal;
  fetch: typeof fetch;
  /** A connection without data for this long is closed. */
  stallMs: number;
  /** A longer response is another file, or endless. */
  mostBytes: number;
  onAsking(): void;
  /** @param total of the whole file, if the server says. */
  onBytes(position: number, total: number | undefined): void;
}

/** One request, for the rest of the file or, if the server does not support that, for all of it. */
export async function fetchRest(request: PartRequest): Promise<void> {
  const { url, part, signal } = request;
  const known = await readVersion(part, url);
  const have = known ? await sizeOf(part) : 0;
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (have > 0) {
    headers.range = `bytes=${have}-`;
    // Without a validator the bytes could be of two versions; the checksum would tell.
    const validator = known?.etag ?? known?.lastModified;
    if (validator) headers['if-range'] = validator;
  }
  const stall = new AbortController();
  const timer = setTimeout(
    () => stall.abort(new Refusal(message('datasets.download.stalled'))),
    request.stallMs,
  );
  try {
    const either = signal ? AbortSignal.any([signal, stall.signal]) : stall.signal;
    request.onAsking();
    const response = await request.fetch(url, { headers, signal: either, redirect: 'follow' });
    const start = await startOf(response, have, part, url);
    if (start === 'complete') return;
    const length = Number(response.headers.get('content-length') ?? Number.NaN);
    const total = Number.isFinite(length) ? start + length : undefined;
    if (total !== undefined && total > request.mostBytes) {
      await response.body?.cancel();
      throw await tooLong(request, total);
    }
    request.onBytes(start, total);
    const file = await openPart(part, start, versionOf(response, url));
    let position = start;
    try {
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        timer.refresh();
        if (position + chunk.length > request.mostBytes) throw await tooLong(request);
        await writeBlock(file, chunk, position);
        position += chunk.length;
        request.onBytes(position, total);
      }
    } finally {
      await file.close();
    }
    if (total !== undefined && position < total) {
      refuse('datasets.download.endedEarly', { position, count: total });
    }
  } catch (error) {
    if (stall.signal.aborted && !signal?.aborted) throw stall.signal.reason;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Position of the response's first byte. @throws Final if another attempt would not help. */
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
    refuse('datasets.download.otherPart', { status: `HTTP ${response.status}` });
  }
  const status = `HTTP ${response.status} ${response.statusText}`.trim();
  if (response.status >= 500 || response.status === 408 || response.status === 429) throw new Error(status);
  throw new Final(
    message('datasets.download.noFile', { url, error: status }),
    message('datasets.download.elsewhere'),
  );
}

async function tooLong({ url, part, mostBytes }: PartRequest, received?: number): Promise<Final> {
  await dropPart(part);
  return new Final(
    message('datasets.download.tooLarge', {
      url,
      most: mostBytes,
      found:
        received === undefined
          ? message('datasets.official.moreBytes', { count: mostBytes })
          : message('datasets.official.someBytes', { count: received }),
    }),
    message('datasets.download.elsewhere'),
  );
}

/** Weak ETags do not identify bytes, and are not allowed in If-Range. */
function versionOf(response: Response, url: string): Version {
  const etag = response.headers.get('etag') ?? undefined;
  const lastModified = response.headers.get('last-modified') ?? undefined;
  return { url, etag: etag?.startsWith('W/') ? undefined : etag, lastModified };
}

async function openPart(part: string, start: number, version: Version): Promise<FileHandle> {
  if (start > 0) return open(part, 'r+');
  // First the empty file, then its version: a kill in between must not assign old bytes to the new version.
  const file = await open(part, 'w');
  try {
    await writeFile(`${part}.json`, JSON.stringify(version));
  } catch (error) {
    await file.close();
    throw error;
  }
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

export async function dropPart(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(`${part}.json`, { force: true });
}

export const sizeOf = async (path: string): Promise<number> =>
  (await stat(path).catch(() => undefined))?.size ?? 0;
