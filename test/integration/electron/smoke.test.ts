/** The real desktop shell, where its binary and a display are present. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';

const root = join(__dirname, '..', '..', '..');
const names: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};
const binary = join(
  process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules', 'electron', 'dist'),
  names[process.platform] ?? 'electron',
);
const display = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const obstacle = !existsSync(binary) ? 'its binary is not here' : display ? undefined : 'there is no display';
if (obstacle) console.warn(`The desktop shell is not started for a test: ${obstacle}.`);

(obstacle ? describe.skip : describe)('the desktop shell', () => {
  let app: ElectronApplication;
  let page: Page;
  const data = mkdtempSync(join(tmpdir(), 'skipwire-electron-'));

  beforeAll(async () => {
    const built = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--if-needed']);
    expect(built.status).toBe(0);
    app = await _electron.launch({
      executablePath: binary,
      // Only for the test: Chromium's sandbox does not start as root, and CI is often root.
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root],
      env: { ...process.env, SKIPWIRE_DATA: data } as Record<string, string>,
    });
    page = await app.firstWindow();
  }, 300_000);
  afterAll(async () => {
    await app?.close();
    rmSync(data, { recursive: true, force: true });
  });

  test('shows the app, which talks to the services', async () => {
    expect(page.url()).toBe('app://skipwire/');
    expect(await page.title()).toBe('Skipwire');
    await page
      .getByText(/TensorFlow/)
      .first()
      .waitFor({ timeout: 30_000 });
  });

  test('gives the page nothing of Node', async () => {
    expect(await page.evaluate('[typeof require, typeof process, typeof module]')).toEqual([
      'undefined',
      'undefined',
      'undefined',
    ]);
  });

  test('opens no window and goes nowhere', async () => {
    await page.evaluate("window.open('https://example.invalid/')");
    await page.evaluate("location.href = 'https://example.invalid/'");
    await page.waitForTimeout(500);
    expect(app.windows()).toHaveLength(1);
    expect(page.url()).toBe('app://skipwire/');
  });
});
