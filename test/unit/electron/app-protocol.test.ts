/** app://skipwire/ serves the built window and nothing else. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { protocol } from 'electron';
import { registerScheme, serveWindow } from '../../../electron/app-protocol';

jest.mock('electron', () => ({
  protocol: { registerSchemesAsPrivileged: jest.fn(), handle: jest.fn() },
}));

type Handler = (request: Request) => Promise<Response>;
let folder: string;
let handle: Handler;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-protocol-'));
  writeFileSync(join(folder, 'index.html'), '<html data-color-scheme="KEPT_THEME"><meta nonce="CSP_NONCE">');
  serveWindow(folder, async () => 'dark');
  const [scheme, handler] = jest.mocked(protocol.handle).mock.calls[0] as unknown as [string, Handler];
  expect(scheme).toBe('app');
  handle = handler;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the scheme is a secure origin like https', () => {
  registerScheme();
  const [[scheme] = []] = jest.mocked(protocol.registerSchemesAsPrivileged).mock.calls[0] ?? [];
  expect(scheme).toMatchObject({ scheme: 'app', privileges: { standard: true, secure: true } });
  // A page could otherwise get round its own policy.
  expect(scheme?.privileges?.bypassCSP).toBeFalsy();
});

test('the page comes with the policy of the browser host', async () => {
  const response = await handle(new Request('app://skipwire/'));
  expect(response.status).toBe(200);
  const policy = response.headers.get('Content-Security-Policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  const page = await response.text();
  expect(page).toContain('data-color-scheme="dark"');
  const nonce = page.match(/nonce="(.+)"/)?.[1];
  expect(policy).toContain(`'nonce-${nonce}'`);
});

test.each([
  ['app://other/', 404],
  ['app://skipwire/nothing.js', 404],
  ['app://skipwire/%2e%2e/package.json', 404],
  ['app://skipwire/..%5cpackage.json', 404],
])('%s is %i', async (url, status) => expect((await handle(new Request(url))).status).toBe(status));

test('only reading is allowed', async () => {
  expect((await handle(new Request('app://skipwire/', { method: 'POST' }))).status).toBe(405);
  const head = await handle(new Request('app://skipwire/', { method: 'HEAD' }));
  expect([head.status, await head.text()]).toEqual([200, '']);
});
