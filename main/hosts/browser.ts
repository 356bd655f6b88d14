/** The browser host: the same app over HTTP and a WebSocket on 127.0.0.1 (access.ts says who gets in). */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import { cacheRoot } from '../paths';
import { Refusal } from '../refusal';
import { Access, loopbackHost, sameOrigin } from './access';
import { appInfo } from './app-info';
import { commonHeaders, contentSecurityPolicy, readContent } from './content';
import type { FaultLog } from './errors';
import { type Notice, noticePage, notices } from './pages';
import { createRouter } from './router';
import type { HostServices } from './services';
import { answerUpload, isUploadPath } from './upload-requests';
import { Uploads } from './uploads';

const ADDRESS = '127.0.0.1';
/** A hand-drawn graph is some kilobytes; a page of examples, the largest answer, goes the other way. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
/** Tunnels and sleeping laptops lose connections without a word; a ping that goes unanswered tells. */
const PING_EVERY_MS = 30_000;

export interface ServeOptions {
  /** 0 takes any free one. */
  port: number;
  services: HostServices;
  /** Folder of the built window (build/renderer). */
  rendererDir: string;
  /** Folder for what is dropped on the page; the default is in the cache. */
  uploadsRoot?: string;
  log?: FaultLog;
}

export interface BrowserHost {
  /** Where to open it, token included. */
  url: string;
  port: number;
  /** Ends all connections. The services belong to the caller. */
  close(): Promise<void>;
}

/** @throws Refusal when the port is taken or not allowed. */
export async function serve(options: ServeOptions): Promise<BrowserHost> {
  const { services, rendererDir, log = console.error } = options;
  // Of the whole of a request: a dropped archive may be sent through a slow tunnel. Its head has a limit of its own.
  const server = createServer({ requestTimeout: 0 });
  const port = await listen(server, options.port);
  const access = new Access(port);
  const handler = new RPCHandler(createRouter(services, appInfo('browser'), log));
  const uploads = new Uploads(options.uploadsRoot ?? join(cacheRoot(), 'uploads'));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });

  server.on('request', (request, response) => {
    answer(request, response, { access, rendererDir, uploads }).catch((error: unknown) => {
      log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      if (!response.headersSent) response.writeHead(500, commonHeaders);
      response.end();
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refused = refuseUpgrade(request, access);
    if (refused !== undefined) {
      socket.end(`HTTP/1.1 ${refused}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('error', () => webSocket.terminate());
      keepAlive(webSocket);
      void handler.upgrade(webSocket);
    });
  });

  return {
    url: `http://${ADDRESS}:${port}/?token=${access.token}`,
    port,
    async close() {
      uploads.close();
      for (const client of sockets.clients) client.close(1001, 'Skipwire ends.');
      sockets.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      // A page that does not answer the closing handshake must not hold us up.
      setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
        server.closeAllConnections();
      }, 500).unref();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reasons: Record<string, string> = {
        EADDRINUSE: 'is taken by another program. Choose another, or 0 for any free one.',
        EACCES: 'may not be used by this user. Choose one from 1024 on, or 0 for any free one.',
      };
      const reason = reasons[error.code ?? ''];
      reject(reason === undefined ? error : new Refusal(`Port ${port} ${reason}`));
    });
    server.listen(port, ADDRESS, () => resolve((server.address() as AddressInfo).port));
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { access, rendererDir, uploads }: { access: Access; rendererDir: string; uploads: Uploads },
): Promise<void> {
  const host = loopbackHost(request);
  if (host === undefined) return sendNotice(request, response, 421, 'wrongHost');
  if (request.method === 'POST' && isUploadPath(parseTarget(request).pathname)) {
    if (!sameOrigin(request, true)) return sendNotice(request, response, 403, 'wrongHost');
    if (!access.hasCookie(request)) return sendNotice(request, response, 403, 'noToken');
    return answerUpload(request, response, uploads);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...commonHeaders, Allow: 'GET, HEAD', 'Content-Length': 0 }).end();
    return;
  }
  if (!sameOrigin(request, false)) return sendNotice(request, response, 403, 'wrongHost');
  const { pathname, token } = parseTarget(request);
  if (token !== null) {
    if (access.isToken(token)) return redirect(response, pathname, access.cookie);
    if (!access.hasCookie(request)) return sendNotice(request, response, 403, 'oldToken');
    return redirect(response, pathname);
  }
  if (!access.hasCookie(request)) return sendNotice(request, response, 403, 'noToken');

  const content = await readContent(rendererDir, pathname, [`ws://${host}`]);
  if (content === undefined) {
    return sendNotice(request, response, 404, pathname === '/' ? 'notBuilt' : 'notFound');
  }
  response.writeHead(200, { ...content.headers, 'Content-Length': content.body.length });
  response.end(request.method === 'HEAD' ? undefined : content.body);
}

/** The path as it came: `new URL` would resolve `..` before anyone could refuse it. */
function parseTarget(request: IncomingMessage): { pathname: string; token: string | null } {
  const [pathname = '/', query = ''] = (request.url ?? '/').split('?', 2);
  return { pathname, token: new URLSearchParams(query).get('token') };
}

function redirect(response: ServerResponse, pathname: string, cookie?: string): void {
  // Never `//elsewhere`, which a browser would take for another host.
  const location = `/${pathname.replace(/^[/\\]+/, '')}`;
  response.writeHead(303, {
    ...commonHeaders,
    Location: location,
    'Cache-Control': 'no-store',
    'Content-Length': 0,
    ...(cookie === undefined ? {} : { 'Set-Cookie': cookie }),
  });
  response.end();
}

function sendNotice(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  notice: Notice,
): void {
  const nonce = randomBytes(18).toString('base64');
  const { title, paragraphs } = notices[notice];
  const body = Buffer.from(noticePage(title, paragraphs, nonce));
  response.writeHead(status, {
    ...commonHeaders,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': contentSecurityPolicy(nonce),
    'Cache-Control': 'no-store',
    'Content-Length': body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function refuseUpgrade(request: IncomingMessage, access: Access): string | undefined {
  if (parseTarget(request).pathname !== '/rpc') return '404 Not Found';
  if (loopbackHost(request) === undefined) return '421 Misdirected Request';
  if (!sameOrigin(request, true) || !access.hasCookie(request)) return '403 Forbidden';
  return undefined;
}

function keepAlive(webSocket: import('ws').WebSocket): void {
  let alive = true;
  webSocket.on('pong', () => {
    alive = true;
  });
  const timer = setInterval(() => {
    if (!alive) webSocket.terminate();
    alive = false;
    webSocket.ping();
  }, PING_EVERY_MS);
  timer.unref();
  webSocket.once('close', () => clearInterval(timer));
}
