/** Processes of the window that are killed: it comes back and says so. */
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Desktop, describeOnElectron, startDesktop, temporaryFolder } from './support/app';
import { root } from './support/which-electron';

/** Resolves when the page has been loaded again. */
const killWindow = (app: Desktop) =>
  app.main(
    ({ app, webContents }) =>
      new Promise<void>((resolve) => {
        webContents.getAllWebContents()[0]?.once('did-finish-load', () => resolve());
        const window = app.getAppMetrics().find(({ type }) => type === 'Tab');
        process.kill(window?.pid ?? 0, 'SIGKILL');
      }),
  );

describeOnElectron('a desktop window whose process is killed', () => {
  let app: Desktop;
  beforeAll(async () => {
    app = await startDesktop();
  });

  test('survives the graphics process', async () => {
    process.kill((await app.pidOf('GPU')) ?? 0, 'SIGKILL');
    await app.page
      .getByText('The graphics process was restarted: its process was ended by another program.')
      .waitFor();
  });

  test('is reloaded and says so', async () => {
    await killWindow(app);
    const page = await app.reconnect();
    await page.getByText('The window was reloaded: its process was ended by another program.').waitFor();
  });

  test('asks when it fails again and again', async () => {
    await app.answer('showMessageBox', { response: 0 });
    await killWindow(app);
    await killWindow(app);
    const [asked] = (await app.asked()).dialogs;
    expect(asked?.options).toMatchObject({
      message: 'The window keeps failing.',
      buttons: ['Try again', 'Quit'],
    });
    const page = await app.reconnect();
    await page.getByRole('button', { name: 'Presets' }).waitFor();
  });
});

describeOnElectron('a desktop window without its preload script', () => {
  /** The app as built, with a preload script that fails. */
  function brokenApp(): string {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'build'));
    for (const part of ['electron', 'main', 'renderer']) {
      cpSync(join(root, 'build', part), join(folder, 'build', part), { recursive: true });
    }
    cpSync(join(root, 'package.json'), join(folder, 'package.json'));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    writeFileSync(join(folder, 'build', 'electron', 'preload.cjs'), 'throw new Error("half a file")');
    return folder;
  }

  test('says what failed', async () => {
    const app = await startDesktop({ app: brokenApp() });
    expect((await app.asked()).dialogs).toEqual([
      {
        kind: 'showMessageBox',
        options: expect.objectContaining({
          message: 'Skipwire could not connect its window to the rest of the app.',
          detail: expect.stringMatching(/preload\.cjs failed: half a file\n/),
          buttons: ['Try again', 'Quit'],
        }),
      },
    ]);
  });
});
