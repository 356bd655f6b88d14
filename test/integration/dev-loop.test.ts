/**
 * `npm run dev` on a copy of the sources: an edit of the window arrives in the open page, an edit of main restarts the host, and a signed-in
 * page stays signed in.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { GREETING_PATH, LINK_HEADER, NONCE_HEADER, SESSION_HEADER } from '../../core/contract/sign-in';

const root = join(__dirname, '..', '..');
const SOURCES = [
  'assets',
  'core',
  'electron',
  'main',
  'renderer',
  'scripts',
  'package.json',
  'tsconfig.json',
  'vite.config.ts',
];

let folder: string;
let dev: ChildProcess;
let printed = '';
let link: URL;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-dev-'));
  for (const source of SOURCES) cpSync(join(root, source), join(folder, source), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  dev = spawn(process.execPath, [join(folder, 'scripts', 'dev.mjs')], {
    env: { ...process.env, SKIPWIRE_DATA: join(folder, 'data'), SKIPWIRE_CACHE: join(folder, 'cache') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [dev.stdout, dev.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  link = new URL(await output(/http:\S+#\S+/));
}, 120_000);

afterAll(async () => {
  if (dev.exitCode === null) {
    const ended = once(dev, 'exit');
    dev.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

/** Waits until what was printed matches. */
async function output(pattern: RegExp): Promise<string> {
  for (;;) {
    const found = pattern.exec(printed)?.[0];
    if (found) return found;
    if (dev.exitCode !== null) throw new Error(`dev.mjs ended with ${dev.exitCode}:\n${printed}`);
    await Promise.race([once(dev.stdout!, 'data'), once(dev.stderr!, 'data'), once(dev, 'exit')]);
  }
}

function edit(file: string, from: string, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

const text = async (path: string): Promise<string> => (await fetch(new URL(path, link))).text();

test('the page is served by Vite, and an edit of the window is announced to it', async () => {
  expect(await text('/')).toMatch(/data-color-scheme="system"[\s\S]*\/@vite\/client/);
  expect(await text('/main.tsx')).not.toContain('edited by the test');
  const updates = new WebSocket(`ws://${link.host}/`, 'vite-hmr');
  const announced = new Promise<void>((resolve) =>
    updates.on('message', (message) => {
      if (/"type":"(update|full-reload)"/.test(String(message))) resolve();
    }),
  );
  await once(updates, 'open');
  writeFileSync(
    join(folder, 'renderer', 'main.tsx'),
    `${readFileSync(join(folder, 'renderer', 'main.tsx'), 'utf8')}\nconsole.log('edited by the test');\n`,
  );
  await announced;
  updates.close();
  expect(await text('/main.tsx')).toContain('edited by the test');
});

test('an edit of main restarts the host, with sessions kept', async () => {
  const headers = { Origin: link.origin };
  const answer = await fetch(new URL('/session', link), {
    method: 'POST',
    headers: { ...headers, [LINK_HEADER]: link.hash.slice(1) },
  });
  const { session } = (await answer.json()) as { session: string };
  edit('main/hosts/window-files.ts', "'Cache-Control': 'no-store'", "'Cache-Control': 'no-store, edited'");
  await output(/host restarted/);
  const greeting = await fetch(new URL(GREETING_PATH, link), {
    method: 'POST',
    headers: { ...headers, [SESSION_HEADER]: session, [NONCE_HEADER]: 'a'.repeat(22) },
  });
  expect(greeting.headers.get('Cache-Control')).toBe('no-store, edited');
  expect(await greeting.json()).toEqual({ nonce: expect.any(String), proof: expect.any(String) });
});
