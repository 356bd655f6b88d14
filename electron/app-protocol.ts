/** `app://skipwire/...`: the built window, with the headers of the browser host. */
import { STATUS_CODES } from 'node:http';
import { protocol } from 'electron';
import type { Theme } from '../core/contract/kept';
import { commonHeaders, readContent } from '../main/hosts/window-files';
import { isOurs, SCHEME } from './origin';

/** Call it before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

export function serveWindow(rendererDir: string, theme: () => Promise<Theme>): void {
  protocol.handle(SCHEME, async (request) => answer(request, rendererDir, await theme()));
}

async function answer(request: Request, rendererDir: string, theme: Theme): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405);
  const content = isOurs(request.url)
    ? await readContent(rendererDir, new URL(request.url).pathname, [], theme)
    : undefined;
  if (!content) return plain(404);
  const body = request.method === 'HEAD' ? null : new Uint8Array(content.body);
  return new Response(body, { headers: content.headers });
}

const plain = (status: number): Response =>
  new Response(STATUS_CODES[status], {
    status,
    headers: { ...commonHeaders, 'Content-Type': 'text/plain; charset=utf-8' },
  });
