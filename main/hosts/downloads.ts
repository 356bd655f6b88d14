/**
 * Downloads of the browser host. The page gets an address that works once, and progress; the browser fetches the file
 * itself, so it never fills the page's memory.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Progress } from '../../core/contract/engine';
import type { DownloadEvent } from '../../core/contract/exporting';
import { message } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';
import { type Download, prepareDownload } from '../exporting/download';
import { findWritten } from './find-written';
import { progressOf } from './streams';
import { commonHeaders } from './window-files';

const PATH = '/downloads/';
/** Milliseconds for the browser to fetch the address. */
const PATIENCE_MS = 60_000;
const MOST_OPEN = 16;

interface Waiting {
  download: Download;
  begin(response: ServerResponse): void;
}

export class Downloads {
  readonly #waiting = new Map<string, Waiting>();

  constructor(private readonly patience = PATIENCE_MS) {}

  /**
   * The address, then progress. The download continues if the page goes away.
   * @throws Refusal if there is no such export, or if the download fails.
   */
  async *start(path: string, signal?: AbortSignal): AsyncGenerator<DownloadEvent, void, undefined> {
    if (this.#waiting.size >= MOST_OPEN) refuse('hosts.download.tooMany', { most: MOST_OPEN });
    const download = await prepareDownload(path, findWritten);
    const ticket = randomBytes(32).toString('base64url');
    const response = new Promise<ServerResponse>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Refusal(message('hosts.download.notFetched'))),
        this.patience,
      );
      timer.unref();
      this.#waiting.set(ticket, {
        download,
        begin: (begun) => {
          clearTimeout(timer);
          resolve(begun);
        },
      });
    });
    const forget = () => this.#waiting.delete(ticket);
    response.then(forget, forget);
    let report: (progress: Progress) => void = () => {};
    // Continues without the page.
    const sent = response.then((begun) => send(begun, download, (progress) => report(progress)));
    sent.catch(() => undefined);
    yield { type: 'ready', url: `${PATH}${ticket}`, name: download.name, bytes: download.bytes };
    const sending = progressOf(({ onProgress }) => {
      report = onProgress;
      return sent;
    }, signal);
    for await (const progress of sending) yield { type: 'progress', progress };
  }

  /** @returns false if the path is not a download or was already fetched. */
  answer(pathname: string, response: ServerResponse): boolean {
    if (!pathname.startsWith(PATH)) return false;
    const ticket = pathname.slice(PATH.length);
    const waiting = this.#waiting.get(ticket);
    if (!waiting) return false;
    this.#waiting.delete(ticket);
    waiting.begin(response);
    return true;
  }
}

async function send(response: ServerResponse, download: Download, onProgress: (progress: Progress) => void) {
  const { name, bytes, length } = download;
  response.writeHead(200, {
    ...commonHeaders,
    'Content-Type': name.endsWith('.zip') ? 'application/zip' : 'application/octet-stream',
    'Content-Disposition': disposition(name),
    'Cache-Control': 'no-store',
    ...(length === undefined ? {} : { 'Content-Length': length }),
  });
  const began = performance.now();
  let done = 0;
  const stream = download.stream((read) => {
    done += read;
    const speed = done / Math.max(0.001, (performance.now() - began) / 1000);
    onProgress({
      phase: message('hosts.download.phase'),
      fraction: bytes > 0 ? done / bytes : 1,
      bytesDone: done,
      bytesTotal: bytes,
      bytesPerSecond: speed,
      secondsLeft: (bytes - done) / speed,
    });
  });
  try {
    await pipeline(Readable.from(stream, { objectMode: false, highWaterMark: 1 << 18 }), response);
    if (!response.writableFinished) await once(response, 'finish');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') {
      refuse('hosts.download.cancelled');
    }
    throw error;
  }
}

/** RFC 6266: an ASCII name for old programs, and the exact one. */
function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const exact = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
