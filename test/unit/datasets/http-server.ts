/** A file server on 127.0.0.1 that misbehaves on demand. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeServer {
  url: string;
  /** The `Range` header of every request so far; undefined where there was none. */
  ranges: (string | undefined)[];
  close(): Promise<void>;
}

export interface FakeAnswer {
  content: Buffer;
  etag?: string;
  /** Cuts the connection after this many bytes of the body. */
  cutAfter?: number;
  /** The cut waits for this: a client may drop what it has received but not read when it comes. */
  cutWhen?: () => boolean;
  /** Sends that many bytes of the body, then nothing, and leaves the connection open. */
  stallAfter?: number;
  ignoresRange?: boolean;
  /** Sends no length, and repeats the same bytes for as long as somebody listens. */
  endless?: boolean;
  status?: number;
}

/** @param answer what to do at the n-th request, from 0 on */
export async function serveFile(answer: (request: number) => FakeAnswer): Promise<FakeServer> {
  const ranges: (string | undefined)[] = [];
  const server: Server = createServer((request, response) => {
    ranges.push(request.headers.range);
    respond(request, response, answer(ranges.length - 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/cifar-10-binary.tar.gz`,
    ranges,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface FolderServer {
  /** With a "/" at its end. */
  url: string;
  /** Paths that were asked for, in order. */
  asked: string[];
  close(): Promise<void>;
}

/** Files by name; a name that is missing is answered with 404, a status with itself. */
export async function serveFolder(
  files: Readonly<Record<string, Buffer | number>>,
  hold: Promise<void> = Promise.resolve(),
): Promise<FolderServer> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const name = (request.url ?? '').slice(1);
    asked.push(name);
    const found = files[name] ?? 404;
    if (typeof found === 'number') return response.writeHead(found).end();
    await hold;
    respond(request, response, { content: found, etag: '"1"' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function respond(request: IncomingMessage, response: ServerResponse, answer: FakeAnswer): void {
  const { content, etag } = answer;
  if (answer.status) {
    response.writeHead(answer.status).end();
    return;
  }
  if (answer.endless) {
    response.writeHead(200);
    const more = (): void => void response.write(content, () => response.writable && more());
    more();
    return;
  }
  const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
  const condition = request.headers['if-range'];
  const honored = range && !answer.ignoresRange && (condition === undefined || condition === etag);
  const from = honored ? Number(range[1]) : 0;
  if (etag) response.setHeader('etag', etag);
  if (from >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
    return;
  }
  const body = content.subarray(from);
  if (honored) {
    response.setHeader('content-range', `bytes ${from}-${content.length - 1}/${content.length}`);
  }
  response.writeHead(honored ? 206 : 200, { 'content-length': body.length });
  const part = answer.cutAfter ?? answer.stallAfter;
  if (part === undefined) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, part));
  if (answer.cutAfter === undefined) return;
  const timer = setInterval(() => {
    if (answer.cutWhen && !answer.cutWhen()) return;
    clearInterval(timer);
    response.destroy();
  }, 5);
  response.on('close', () => clearInterval(timer));
}
