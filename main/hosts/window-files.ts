/** Files of the built window, with their types and headers. */
import { randomBytes } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import type { Theme } from '../../core/contract/kept';

/** In the built page (vite.config.ts). */
const NONCE_PLACEHOLDER = 'CSP_NONCE';
/** In renderer/index.html: colors for the first paint. */
const THEME_PLACEHOLDER = 'KEPT_THEME';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
};

/**
 * The page may load its own files, styles with the nonce (emotion writes them), its own pictures, and call its host.
 * @param connect additional sources for calls, such as `ws://127.0.0.1:8080`
 */
export function contentSecurityPolicy(nonce: string, connect: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** For every response. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
};

export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    ...commonHeaders,
    'Content-Type': contentTypes['.json'],
    'Cache-Control': 'no-store',
    'Content-Length': text.length,
    ...headers,
  });
  response.end(text);
}

export interface Content {
  body: Buffer;
  headers: Record<string, string>;
}

/**
 * A file of the window; `/` is the page.
 * @param pathname percent-encoded.
 * @returns undefined if there is no such file in `folder`, symbolic links out of it included.
 */
export async function readContent(
  folder: string,
  pathname: string,
  connect: readonly string[] = [],
  theme: Theme = 'system',
): Promise<Content | undefined> {
  const file = await locate(folder, pathname);
  if (file === undefined) return undefined;
  const body = await readFile(file);
  const headers: Record<string, string> = {
    ...commonHeaders,
    'Content-Type': contentTypes[extname(file).toLowerCase()] ?? 'application/octet-stream',
  };
  if (extname(file) === '.html') {
    const nonce = randomBytes(18).toString('base64');
    return {
      body: Buffer.from(
        body.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce).replace(THEME_PLACEHOLDER, theme),
      ),
      headers: {
        ...headers,
        'Content-Security-Policy': contentSecurityPolicy(nonce, connect),
        'Cache-Control': 'no-store',
      },
    };
  }
  // Vite names the files in assets/ by content.
  const hashed = pathname.startsWith('/assets/');
  return {
    body,
    headers: { ...headers, 'Cache-Control': hashed ? 'private, max-age=31536000, immutable' : 'no-cache' },
  };
}

async function locate(folder: string, pathname: string): Promise<string | undefined> {
  try {
    const path = decodeURIComponent(pathname);
    if (!path.startsWith('/') || /[\0\\]/.test(path) || path.split('/').includes('..')) return undefined;
    const home = await realpath(folder);
    const file = await realpath(join(home, path === '/' ? 'index.html' : path));
    if (!file.startsWith(home + sep) || !(await stat(file)).isFile()) return undefined;
    return file;
  } catch {
    return undefined;
  }
}
