/** Bundling on demand: quick when nothing changed, safe when two processes start at once. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linux, testNeeding } from '../../support/needs';

const root = join(__dirname, '..', '..', '..');
const build = join(root, 'scripts', 'build.mjs');
const script = join(root, 'scripts', 'skipwire.mjs');

beforeAll(() => {
  expect(spawnSync(process.execPath, [build, 'main', '--if-needed']).status).toBe(0);
}, 120_000);

test('two commands that start while nothing is built both work', async () => {
  // Without its stamp the bundle counts as out of date.
  rmSync(join(root, 'build', '.main.stamp'));
  const starts = ['presets', 'presets'].map(
    (command) =>
      new Promise<[number | null, string]>((resolve) => {
        const child = spawn(process.execPath, [script, command, '--json']);
        let text = '';
        child.stdout.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        child.on('close', (code) => resolve([code, text]));
      }),
  );
  for (const [code, text] of await Promise.all(starts)) {
    expect(code).toBe(0);
    expect(JSON.parse(text).length).toBeGreaterThan(0);
  }
  expect(existsSync(join(root, 'build', '.main.lock'))).toBe(false);
}, 120_000);

testNeeding(linux)(
  'a host that had to build keeps no bundler',
  async () => {
    rmSync(join(root, 'build', '.main.stamp'));
    const data = mkdtempSync(join(tmpdir(), 'skipwire-build-'));
    const host = spawn(process.execPath, [script, 'serve', '--port', '0'], {
      env: { ...process.env, SKIPWIRE_DATA: data },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(host.stdout, 'data');
    expect(readFileSync(`/proc/${host.pid}/task/${host.pid}/children`, 'utf8')).toBe('');
    host.kill();
    await once(host, 'close');
    rmSync(data, { recursive: true, force: true });
  },
  120_000,
);

test('a bundle that is current is left alone', () => {
  const stamp = () => readFileSync(join(root, 'build', '.main.stamp'), 'utf8');
  const before = stamp();
  expect(spawnSync(process.execPath, [build, 'main', '--if-needed']).status).toBe(0);
  expect(stamp()).toBe(before);
});

test('a part that there is not is named', () => {
  const { status, stderr } = spawnSync(process.execPath, [build, 'window'], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toBe('A part is one of main, electron, renderer. Received: window.\n');
});

test("the window has React's production build, whatever NODE_ENV says", () => {
  const { status } = spawnSync(process.execPath, [build, 'renderer', '--if-needed'], {
    env: { ...process.env, NODE_ENV: 'test' },
  });
  expect(status).toBe(0);
  const assets = join(root, 'build', 'renderer', 'assets');
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  const ofDevelopment = /jsxDEV|react_stack_bottom_frame/;
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.filter((name) => ofDevelopment.test(readFileSync(join(assets, name), 'utf8')))).toEqual([]);
}, 120_000);
