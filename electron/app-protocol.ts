/** `app://skipwire/...`: the built window, with the headers of the browser host instead of the freedoms of file://. */
import { protocol } from 'electron';
import { commonHeaders, readContent } from '../main/hosts/content';
import { isOurs, SCHEME } from './origin';

/** Must be called before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** @param rendererDir folder of the built window. */
export function serveWindow(rendererDir: string): void {
  protocol.handle(SCHEME, (request) => answer(request, rendererDir));
}

async function answer(request: Request, rendererDir: string): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Method not allowed');
  const content = isOurs(request.url)
    ? await readContent(rendererDir, new URL(request.url).pathname)
    : undefined;
  if (!content) return plain(404, 'Not found');
  const body = request.method === 'HEAD' ? null : new Uint8Array(content.body);
  return new Response(body, { headers: content.headers });
}

const plain = (status: number, text: string): Response =>
  new Response(text, { status, headers: { ...commonHeaders, 'Content-Type': 'text/plain; charset=utf-8' } });
