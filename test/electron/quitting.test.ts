/** Quitting in the middle of something: the app ends by itself, and neither a process nor half a file is left. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processStart } from '../../main/processes/owner';
import { drop } from '../support/drop';
import { until } from '../support/eventually';
import { journey } from '../support/journey';
import { petFiles, writeFiles } from '../unit/datasets/photos/pictures';
import { type Desktop, describeOnElectron, startDesktop, temporaryFolder } from './support/app';
import { folderWithShapes, runRecords, smallGraph, startTraining, view } from './support/training';

describeOnElectron('quitting', () => {
  const step = journey();
  let folder: string;
  let app: Desktop;

  /** Ends the app and waits for each of its processes. */
  async function ending(how: (app: Desktop) => Promise<unknown>): Promise<void> {
    const pids = await app.main(({ app }) => app.getAppMetrics().map(({ pid }) => pid));
    // Its answer may be lost with the app.
    how(app).catch(() => undefined);
    expect(await app.exited).toEqual({ code: 0, signal: null });
    await until(() => pids.every((pid) => processStart(pid) === undefined));
  }
  const quit = ({ main }: Desktop) => main(({ app }) => app.quit());
  const quitAgainAndAgain = ({ main }: Desktop) =>
    main(({ app }) => {
      app.quit();
      app.quit();
      for (const later of [0, 1, 20, 200]) setTimeout(() => app.quit(), later);
    });

  beforeAll(async () => {
    folder = await folderWithShapes();
    writeFileSync(join(folder, 'small.skipwire'), smallGraph('small'));
  });

  step('right after the start, and again before it has ended', async () => {
    app = await startDesktop({ folder });
    await ending(quitAgainAndAgain);
  });

  step('by closing the window twice', async () => {
    app = await startDesktop({ folder });
    await ending(({ main }) =>
      main(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        window?.close();
        window?.close();
      }),
    );
  });

  step('twice while it trains: it asks once, and pauses', async () => {
    app = await startDesktop({ folder, args: [join(folder, 'small.skipwire')] });
    await startTraining(app.page, { epochs: 50, images: 64, batchSize: 32 });
    await app.page
      .getByRole('group', { name: /^Run / })
      .getByText(/epoch ([2-9]|\d\d) of 50/)
      .waitFor();
    await app.answer('showMessageBox', { response: 1 });
    await ending(quitAgainAndAgain);
    expect(runRecords(app.dataFolder).map(({ state }) => state)).toEqual(['paused']);
  });

  step('while an export is written and checked', async () => {
    app = await startDesktop({ folder });
    await view(app.page, 'Export');
    const models = app.page.getByRole('group', { name: 'Models' });
    await models.getByRole('checkbox').first().waitFor();
    for (const box of await models.getByRole('checkbox').all()) await box.check();
    await app.page.getByRole('button', { name: /^Export \d+ formats$/ }).click();
    await app.page.getByText('Written. Checking…').first().waitFor();
    await ending(quit);
    expect(readdirSync(join(app.dataFolder, 'exports')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  step('while it predicts', async () => {
    app = await startDesktop({ folder });
    await view(app.page, 'Predict');
    await app.page.getByRole('button', { name: 'Validation images' }).click();
    await app.page.getByText(/^Predicting with small/).waitFor();
    await ending(quit);
  });

  step('while a data set is drawn, which begins again from nothing', async () => {
    folder = temporaryFolder();
    app = await startDesktop({ folder });
    await view(app.page, 'Data');
    await app.page.getByRole('button', { name: /^Shapes/ }).click();
    await app.page.getByRole('textbox', { name: 'Training images' }).fill('200000');
    await app.page.getByRole('button', { name: 'Generate', exact: true }).click();
    await app.page.getByRole('progressbar').first().waitFor();
    await ending(quit);
    app = await startDesktop({ folder });
    await view(app.page, 'Data');
    await app.page.getByText('not generated').waitFor();
    await ending(quit);
    expect(readdirSync(join(app.dataFolder, 'datasets'))).toEqual([]);
  });

  step('while pictures are imported, which leaves no data set', async () => {
    const [picture] = Object.values(await petFiles());
    const many = Object.fromEntries(
      Array.from({ length: 3000 }, (_, index) => [
        `${index % 2 === 0 ? 'cat' : 'dog'}/${index}.jpg`,
        picture!,
      ]),
    );
    const pictures = writeFiles(join(temporaryFolder(), 'Many'), many);
    app = await startDesktop({ folder });
    await drop(app.page, pictures);
    const dialog = app.page.getByRole('dialog', { name: 'Import these images' });
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await app.page.getByRole('progressbar').first().waitFor();
    await ending(quit);
    expect(readdirSync(join(app.dataFolder, 'datasets'))).toEqual([]);
  });
});
