/** The browser host: the app over HTTP and a WebSocket on 127.0.0.1. access.ts decides who gets in. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import type { Theme } from '../../core/contract/kept';
import { MOST_MESSAGE_BYTES } from '../../core/contract/message-limits';
import { PAGE, PASS_HEADER, PROTOCOL, pageSchema } from '../../core/contract/sign-in';
import { type Key, message } from '../../core/messages';
import { cacheRoot } from '../basics/paths';
import { Refusal } from '../basics/refusal';
import { Access, ADDRESS, linkOf, loopbackHost, sameOrigin } from './access';
import { appInfo } from './app-info';
import { calmLog } from './calm-log';
import { Downloads } from './downloads';
import type { FaultLog } from './errors';
import { GuardedSocket } from './guarded-socket';
import { hostKey } from './host-folder';
import { type Notice, noticePage } from './notice-page';
import { createRouter } from './router';
import type { HostServices } from './services';
import { answerSignIn, isSignInPath } from './sign-in';
import { answerUpload, isUploadPath } from './upload-requests';
import { Uploads } from './uploads';
import { commonHeaders, contentSecurityPolicy, readContent } from './window-files';

/** Milliseconds. Finds connections lost by tunnels and sleeping laptops. */
const PING_EVERY_MS = 30_000;

export interface ServeOptions {
  /** 0: any free one. */
  port: number;
  services: HostServices;
  /** The built window (build/renderer). */
  rendererDir: string;
  /** Files dropped on the page; default in the cache. */
  uploadsRoot?: string;
  /** For sessions and links; default in the data folder. */
  key?: Uint8Array;
  /** Called with the token of each link that was used. */
  onSignIn?(token: string): void;
  log?: FaultLog;
}

export interface BrowserHost {
  port: number;
  /** An address that signs in one browser, once. @param lifetime milliseconds, default an hour. */
  newLink(lifetime?: number): string;
  /** Ends all connections, not the services. */
  close(): Promise<void>;
}

export class PortTaken extends Refusal {}

/** @throws PortTaken if the port is taken or not allowed. */
export async function serve(options: ServeOptions): Promise<BrowserHost> {
  const { services, rendererDir, onSignIn } = options;
  const log = calmLog(options.log ?? console.error);
  const key = options.key ?? (await hostKey());
  // No limit for the whole request: uploads may come through a slow tunnel. The head has its own limit.
  const server = createServer({ requestTimeout: 0 });
  const port = await listen(server, options.port);
  const access = new Access(key, port);
  const downloads = new Downloads();
  const handler = new RPCHandler(createRouter(services, appInfo('browser'), log, undefined, downloads));
  const uploads = new Uploads(options.uploadsRoot ?? join(cacheRoot(), 'uploads'));
  await uploads.sweep();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_MESSAGE_BYTES,
    handleProtocols: () => PROTOCOL,
  });

  server.on('request', (request, response) => {
    const theme = () => services.kept.theme();
    answer(request, response, { access, rendererDir, uploads, downloads, onSignIn, theme }).catch(
      (error: unknown) => {
        log(error instanceof Error ? (error.stack ?? error.message) : String(error));
        if (!response.headersSent) response.writeHead(500, commonHeaders);
        response.end();
      },
    );
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
      const page = pageSchema.safeParse(queryOf(request).get(PAGE)).data;
      if (page !== undefined) webSocket.once('close', uploads.connected(page));
      void handler.upgrade(new GuardedSocket(webSocket, log));
    });
  });

  return {
    port,
    newLink: (lifetime) => linkOf(port, access.newToken(lifetime)),
    async close() {
      uploads.close();
      for (const client of sockets.clients) client.close(1001, 'Skipwire ends.');
      sockets.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      // Do not wait for pages that ignore the closing handshake.
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
      const reasons: Record<string, Key> = {
        EADDRINUSE: 'hosts.port.taken',
        EACCES: 'hosts.port.notAllowed',
      };
      const reason = reasons[error.code ?? ''];
      reject(reason === undefined ? error : new PortTaken(message(reason, { port: String(port) })));
    });
    server.listen(port, ADDRESS, () => resolve((server.address() as AddressInfo).port));
  });
}

interface Parts {
  access: Access;
  rendererDir: string;
  uploads: Uploads;
  downloads: Downloads;
  onSignIn?: ((token: string) => void) | undefined;
  theme(): Promise<Theme>;
}

/** The window's files need no session, everything else does. */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { access, rendererDir, uploads, downloads, onSignIn, theme }: Parts,
): Promise<void> {
  const host = loopbackHost(request);
  if (host === undefined) return sendNotice(request, response, 421, 'wrongHost');
  const pathname = pathOf(request);
  if (request.method === 'POST') {
    if (!sameOrigin(request, true)) return sendNotice(request, response, 403, 'wrongHost');
    if (isSignInPath(pathname)) return answerSignIn(request, response, access, onSignIn);
    if (isUploadPath(pathname)) {
      if (!hasPass(request, access)) return sendNotice(request, response, 403, 'notSignedIn');
      return answerUpload(request, response, uploads);
    }
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response
      .writeHead(405, { ...commonHeaders, Allow: 'GET, HEAD', Connection: 'close', 'Content-Length': 0 })
      .end();
    return;
  }
  if (!sameOrigin(request, false)) return sendNotice(request, response, 403, 'wrongHost');
  if (request.method === 'GET' && downloads.answer(pathname, response)) return;

  const content = await readContent(rendererDir, pathname, [`ws://${host}`], await theme());
  if (content === undefined) {
    return sendNotice(request, response, 404, pathname === '/' ? 'notBuilt' : 'notFound');
  }
  response.writeHead(200, { ...content.headers, 'Content-Length': content.body.length });
  response.end(request.method === 'HEAD' ? undefined : content.body);
}

/** Not `new URL`, which would resolve `..` before we can refuse it. */
const pathOf = (request: IncomingMessage): string => (request.url ?? '/').split('?', 1)[0]!;

const queryOf = (request: IncomingMessage): URLSearchParams =>
  new URLSearchParams((request.url ?? '').split('?', 2)[1]);

function hasPass({ headers }: IncomingMessage, access: Access): boolean {
  const pass = headers[PASS_HEADER];
  return access.hasPass(typeof pass === 'string' ? pass : undefined);
}

function sendNotice(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  notice: Notice,
): void {
  const nonce = randomBytes(18).toString('base64');
  const body = Buffer.from(noticePage(notice, nonce));
  response.writeHead(status, {
    ...commonHeaders,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': contentSecurityPolicy(nonce),
    'Cache-Control': 'no-store',
    'Content-Length': body.length,
    ...(request.method === 'POST' ? { Connection: 'close' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** @returns an HTTP status if refused. */
function refuseUpgrade(request: IncomingMessage, access: Access): string | undefined {
  if (pathOf(request) !== '/rpc') return '404 Not Found';
  if (loopbackHost(request) === undefined) return '421 Misdirected Request';
  if (!sameOrigin(request, true)) return '403 Forbidden';
  const [protocol, offer, more] = (request.headers['sec-websocket-protocol'] ?? '').split(/, ?/, 3);
  if (protocol !== PROTOCOL || offer === undefined || more !== undefined) return '403 Forbidden';
  if (!access.admit(offer)) return '403 Forbidden';
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
