/** The desktop shell as a whole: what its page may do, and what it may not. */
import { readFileSync } from 'node:fs';
import { type Desktop, describeOnElectron, startDesktop } from './support/app';

describeOnElectron('the desktop shell', () => {
  let app: Desktop;
  beforeAll(async () => {
    app = await startDesktop();
  });

  test('shows the app, which talks to the services', async () => {
    expect(app.page.url()).toMatch(/^app:..skipwire.(#.build)?$/);
    expect(await app.page.title()).toBe('Skipwire');
    await app.page
      .getByText(/TensorFlow/)
      .first()
      .waitFor();
  });

  test('gives the page nothing of Node', async () => {
    expect(await app.page.evaluate('[typeof require, typeof process, typeof module]')).toEqual([
      'undefined',
      'undefined',
      'undefined',
    ]);
  });

  test('runs the page in a sandbox', async () => {
    const status = readFileSync(`/proc/${await app.pidOf('Tab')}/status`, 'utf8');
    // 2: it may make only the system calls of Chromium's list.
    expect(status).toMatch(/^Seccomp:\s+2$/m);
  });

  test('runs no script that is not ours', async () => {
    const errors: string[] = [];
    app.page.on('console', (message) => errors.push(message.text()));
    await app.page.evaluate(
      `document.body.appendChild(document.createElement('script')).textContent = 'globalThis.injected = 1'`,
    );
    expect(await app.page.evaluate('typeof injected')).toBe('undefined');
    expect(errors).toEqual([
      expect.stringMatching(/Refused to execute inline script.*Content Security Policy/s),
    ]);
  });

  test('opens links to the web in the browser, and nothing else', async () => {
    await app.page.evaluate("window.open('https://example.invalid/')");
    await app.page.evaluate("window.open('file:///etc/hostname')");
    expect((await app.asked()).opened).toEqual(['https://example.invalid/']);
    expect(await app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  // Last: a navigation that was prevented leaves the page waiting over CDP.
  test('goes nowhere else', async () => {
    await app.main(({ webContents }) => {
      Object.assign(globalThis, {
        attempt: new Promise((resolve) =>
          webContents
            .getAllWebContents()[0]
            ?.on('will-frame-navigate', ({ url, defaultPrevented }) => resolve({ url, defaultPrevented })),
        ),
      });
    });
    await app.page.evaluate("setTimeout(() => { location.href = 'https://example.invalid/' })");
    expect(await app.main(() => (globalThis as { attempt?: unknown }).attempt)).toEqual({
      url: 'https://example.invalid/',
      defaultPrevented: true,
    });
  });
});
