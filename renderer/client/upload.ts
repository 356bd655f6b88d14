/** Uploads dropped files to the browser host (main/hosts/upload-requests.ts), which cannot see where they are. */

import type { Progress } from '../../core/contract/engine';
import { PAGE, PASS_HEADER } from '../../core/contract/sign-in';
import { isMessage, join, joinSome, message, t, textOf } from '../../core/messages';
import { connectionPass, pageName } from './signIn';

export interface DroppedFile {
  /** Relative to what was dropped, with "/". */
  path: string;
  file: File;
}

export interface Uploaded {
  /** On the host's machine. */
  path: string;
  /** Replaces the copy's path by the name of what was dropped. */
  words(text: string): string;
  /** Removes the copy. */
  remove(): void;
}

/** @param path of the copy on the host: a dropped folder or file, or the folder of all. */
export function inDroppedNames(text: string, path: string, files: readonly DroppedFile[]): string {
  const tops = [...new Set(files.map((file) => file.path.split('/')[0]!))];
  if (tops.length === 1) return text.replaceAll(path, tops[0]!);
  return text.replaceAll(`${path}/`, '').replaceAll(`${path}\\`, '').replaceAll(path, joinSome(tops, 3));
}

/** Browsers open six connections to a host. */
const PARALLEL = 4;

function refusalIn(answer: { said?: unknown; message?: string } | null): string | undefined {
  return isMessage(answer?.said) ? textOf(answer.said) : answer?.message;
}

const uploadLost = () => join([t('common.connectionLost'), t('shell.client.nothingImported')], 'sentences');

/** `fetch` does not report how much of a body has been sent. */
function post(
  url: string,
  body: Blob | string | undefined,
  { signal, onSent }: { signal?: AbortSignal; onSent?: (bytes: number) => void } = {},
): Promise<Record<string, string>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open('POST', url);
    request.setRequestHeader(PASS_HEADER, connectionPass() ?? '');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded }) => onSent?.(loaded);
    request.onload = () => {
      if (request.status === 200) resolve(request.response);
      else
        reject(
          new Error(refusalIn(request.response) ?? t('shell.client.answered', { status: request.status })),
        );
    };
    request.onerror = () => reject(new Error(uploadLost()));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    request.onloadend = () => signal?.removeEventListener('abort', abort);
    if (signal?.aborted) {
      reject(new DOMException('cancelled', 'AbortError'));
      return;
    }
    signal?.addEventListener('abort', abort, { once: true });
    request.send(body ?? null);
  });
}

function meter(total: number, onProgress: (progress: Progress) => void) {
  const began = performance.now();
  return (done: number, files: string) => {
    const seconds = (performance.now() - began) / 1000;
    const speed = seconds > 0.5 ? done / seconds : undefined;
    onProgress({
      phase: message('shell.client.sending'),
      detail: files,
      ...(total > 0 ? { fraction: Math.min(1, done / total) } : {}),
      bytesDone: done,
      bytesTotal: total,
      ...(speed ? { bytesPerSecond: speed, secondsLeft: (total - done) / speed } : {}),
    });
  };
}

/** @throws Error in the host's words; AbortError when canceled. Removes what was sent. */
export async function upload(
  files: readonly DroppedFile[],
  { signal, onProgress }: { signal: AbortSignal; onProgress(progress: Progress): void },
): Promise<Uploaded> {
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  const { id } = await post(`/uploads?${PAGE}=${pageName}`, JSON.stringify({ files: files.length, bytes }), {
    signal,
  });
  const remove = () => void post(`/uploads/${id}/remove`, undefined).catch(() => undefined);
  const tell = meter(bytes, onProgress);
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const sent = new Map<number, number>();
  let done = 0;
  let next = 0;
  const send = async () => {
    while (next < files.length) {
      const index = next++;
      const { path, file } = files[index]!;
      const report = () => {
        const moving = [...sent.values()].reduce((sum, one) => sum + one, 0);
        tell(Math.min(bytes, done + moving), t('shell.client.uploadFiles', { next, count: files.length }));
      };
      await post(`/uploads/${id}/files?path=${encodeURIComponent(path)}`, file, {
        signal: either,
        onSent: (now) => {
          sent.set(index, now);
          report();
        },
      });
      sent.delete(index);
      done += file.size;
      report();
    }
  };
  try {
    await Promise.all(
      Array.from({ length: PARALLEL }, () =>
        send().catch((error: unknown) => {
          failed.abort();
          throw error;
        }),
      ),
    );
    const { path } = await post(`/uploads/${id}/end`, undefined, { signal });
    return { path: path!, words: (text) => inDroppedNames(text, path!, files), remove };
  } catch (error) {
    remove();
    throw error;
  }
}
