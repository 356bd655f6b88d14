/** The files of the built window, and no others. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContent } from '../../../main/hosts/window-files';

let root: string;
let folder: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-content-'));
  folder = join(root, 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(root, 'secret.txt'), 'secret');
  writeFileSync(
    join(folder, 'index.html'),
    '<script nonce="CSP_NONCE"></script><style nonce="CSP_NONCE"></style>',
  );
  writeFileSync(join(folder, 'assets', 'app-12ab.js'), '1;');
  writeFileSync(join(folder, 'assets', 'inter.woff2'), 'font');
  writeFileSync(join(folder, 'icon.svg'), '<svg/>');
  symlinkSync(join(root, 'secret.txt'), join(folder, 'link.txt'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test.each([
  ['/', 'text/html; charset=utf-8'],
  ['/assets/app-12ab.js', 'text/javascript; charset=utf-8'],
  ['/assets/inter.woff2', 'font/woff2'],
  ['/icon.svg', 'image/svg+xml'],
  ['/%69con.svg', 'image/svg+xml'],
])('%s is %s', async (path, type) => {
  const content = await readContent(folder, path);
  expect(content?.headers['Content-Type']).toBe(type);
  expect(content?.headers['X-Content-Type-Options']).toBe('nosniff');
});

test.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/..\\secret.txt',
  '/..%5csecret.txt',
  '/link.txt',
  '/assets',
  '/assets/',
  '/nothing.js',
  '/index.html%00.js',
  '/%ff',
  'index.html',
  '',
])('%j is nothing', async (path) => expect(await readContent(folder, path)).toBeUndefined());

test('each page gets a nonce of its own, the same in its headers and its text', async () => {
  const [first, second] = [await readContent(folder, '/'), await readContent(folder, '/')];
  const nonceOf = (content: typeof first) => content?.body.toString().match(/style nonce="([^"]+)"/)?.[1];
  expect(nonceOf(first)).not.toBe(nonceOf(second));
  expect(first?.headers['Content-Security-Policy']).toContain(`'nonce-${nonceOf(first)}'`);
  expect(first?.body.toString()).not.toContain('CSP_NONCE');
});

test('the policy lets nothing in from elsewhere and runs no inline script', async () => {
  const policy = (await readContent(folder, '/', ['ws://127.0.0.1:1']))?.headers['Content-Security-Policy'];
  const rules = new Map(policy?.split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1)]));
  expect(rules.get('default-src')).toEqual(["'none'"]);
  expect(rules.get('script-src')).toEqual(["'self'"]);
  expect(rules.get('connect-src')).toEqual(["'self'", 'ws://127.0.0.1:1']);
  expect(rules.get('frame-ancestors')).toEqual(["'none'"]);
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
});

test('what is named after its contents is kept, the page is not', async () => {
  const caching = async (path: string) => (await readContent(folder, path))?.headers['Cache-Control'];
  expect(await caching('/assets/app-12ab.js')).toMatch(/immutable/);
  expect(await caching('/')).toBe('no-store');
  expect(await caching('/icon.svg')).toBe('no-cache');
});
