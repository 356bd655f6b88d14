/** What becomes of a training when something is closed or killed. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processStart } from '../../main/processes/owner';
import { eventually, until } from '../support/eventually';
import { journey } from '../support/journey';
import { type Desktop, describeOnElectron, startAgain, startDesktop } from './support/app';
import { noted, startNoting } from './support/noted';
import { folderWithShapes, runRecords, smallGraph, startTraining, view } from './support/training';

describeOnElectron('a training on the desktop', () => {
  const step = journey();
  let folder: string;
  let app: Desktop;
  const group = () => app.page.getByRole('group', { name: /^Run / });
  /** The training takes minutes on any machine: none of the tests may see its end. */
  const running = () =>
    group()
      .getByText(/epoch \d+ of 999/)
      .waitFor();

  beforeAll(async () => {
    folder = await folderWithShapes();
    writeFileSync(join(folder, 'small.skipwire'), smallGraph('small'));
    app = await startDesktop({ folder, args: [join(folder, 'small.skipwire')] });
  });

  step('begins with the graph file of the command line', async () => {
    await app.page.getByRole('tab', { name: 'small' }).waitFor();
    await startTraining(app.page, { epochs: 999, batchSize: 8 });
    await running();
    await eventually(async () => expect(await app.page.title()).toMatch(/^\d+% · small, seed 1 · Skipwire$/));
  });

  step('keeps the machine awake', async () => {
    expect(await app.main(({ powerSaveBlocker }) => powerSaveBlocker.isStarted(0))).toBe(true);
  });

  step('survives the window', async () => {
    await app.main(
      ({ app, webContents }) =>
        new Promise<void>((resolve) => {
          webContents.getAllWebContents()[0]?.once('did-finish-load', () => resolve());
          process.kill(app.getAppMetrics().find(({ type }) => type === 'Tab')?.pid ?? 0, 'SIGKILL');
        }),
    );
    await app.reconnect();
    await app.page.getByText(/The window was reloaded: .*\. Training was not affected\./).waitFor();
    await view(app.page, 'Train');
    await running();
  });

  step('goes on in the background when the window is closed so', async () => {
    await app.answer('showMessageBox', { response: 0 });
    await app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    const hidden = () =>
      app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()));
    await eventually(async () => expect(await hidden()).toEqual([false]));
    expect((await app.asked()).dialogs.at(-1)?.options).toMatchObject({
      message: 'Keep training in the background?',
      detail: expect.stringMatching(/^small, seed 1 is training \(epoch \d+ of 999\)\.\n/),
      buttons: ['Keep training', 'Pause and quit', 'Cancel'],
    });
    expect(await app.pidOf('Skipwire training')).toBeDefined();
    // The tray icon could be made, if not seen.
    expect(app.output()).not.toMatch(/Error/);
  });

  step('is shown again by a second start, which opens its file in the first', async () => {
    writeFileSync(join(folder, 'other.json'), smallGraph('other'));
    expect(await startAgain({ folder, args: [join(folder, 'other.json')] })).toEqual({
      code: 0,
      signal: null,
    });
    await app.page.getByRole('tab', { name: 'other' }).waitFor();
    expect(await app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true);
  });

  step('goes on from its checkpoint, in another worker, when its worker is killed', async () => {
    await startNoting(app);
    await view(app.page, 'Train');
    const killed = (await app.pidOf('Skipwire training')) ?? 0;
    process.kill(killed, 'SIGKILL');
    await eventually(async () => {
      const pid = await app.pidOf('Skipwire training');
      expect(pid).toEqual(expect.any(Number));
      expect(pid).not.toBe(killed);
    });
    await running();
    expect((await noted(app)).notifications).toEqual([]);
    expect(runRecords(app.dataFolder)[0]?.failures).toHaveLength(1);
  });

  step('is offered after the app was killed, and ends with the worker', async () => {
    const worker = (await app.pidOf('Skipwire training')) ?? 0;
    await app.kill();
    app = await startDesktop({ folder });
    const bar = app.page.getByRole('status', { name: 'Unfinished training' });
    await bar
      .getByText(
        /^small, seed 1 was interrupted (after \d+|in the first) of 999 epochs when Skipwire closed\.$/,
      )
      .waitFor();
    await until(() => processStart(worker) === undefined);
    await bar.getByRole('button', { name: /^Resume/ }).click();
    await running();
  });

  step('is paused with a checkpoint when the system shuts down, without a question', async () => {
    await app.slowClock();
    app.process.kill('SIGTERM');
    expect(await app.exited).toEqual({ code: 0, signal: null });
    const [run] = runRecords(app.dataFolder);
    expect(run?.state).toBe('paused');
    const last = run?.checkpoints.find(({ roles }) => roles.includes('last'));
    expect(run?.changes.at(-1)).toMatchObject({ type: 'paused', step: last?.step });
    expect(readdirSync(join(app.dataFolder, 'runs', run?.id ?? '', 'checkpoints'))).toContain(last?.file);
  });

  step('is offered after that too, and pausing and quitting keeps it', async () => {
    app = await startDesktop({ folder });
    const bar = app.page.getByRole('status', { name: 'Unfinished training' });
    await bar
      .getByText(/^small, seed 1 was paused (after \d+|in the first) of 999 epochs when Skipwire closed\.$/)
      .waitFor();
    await bar.getByRole('button', { name: /^Resume/ }).click();
    await running();
    await app.answer('showMessageBox', { response: 1 });
    await app.main(({ app }) => app.quit());
    expect(await app.exited).toEqual({ code: 0, signal: null });
    expect(runRecords(app.dataFolder).map(({ state }) => state)).toEqual(['paused']);
  });
});
