/** The main job on the desktop, and what the system shows of it: pictures by dialog and drop, two arms, table, export. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { MenuItem } from 'electron';
import { drop } from '../support/drop';
import { eventually } from '../support/eventually';
import { exportAs, exported } from '../support/export-view';
import { journey } from '../support/journey';
import { petFiles, writeFiles } from '../unit/datasets/photos/pictures';
import { type Desktop, describeOnElectron, startDesktop, temporaryFolder } from './support/app';
import { noted, startNoting } from './support/noted';
import { folderWithShapes, startTraining, view } from './support/training';

const seed = (name: string) => join(__dirname, '../reference/fixtures/import-seeds', name);

describeOnElectron('the main job on the desktop', () => {
  const step = journey();
  let folder: string;
  let pictures: string;
  let app: Desktop;

  beforeAll(async () => {
    folder = await folderWithShapes();
    pictures = writeFiles(join(temporaryFolder(), 'Pets'), await petFiles());
    app = await startDesktop({ folder });
    await startNoting(app);
  });

  step('the system’s dialog picks a folder of pictures', async () => {
    await app.answer('showOpenDialog', { canceled: false, filePaths: [pictures] });
    await view(app.page, 'Data');
    await app.page.getByRole('button', { name: 'Add your own' }).click();
    await app.page.getByRole('button', { name: 'Choose a folder' }).click();
    await app.page.getByText('A folder of images for each of 2 classes.').waitFor();
    expect((await app.asked()).dialogs[0]?.options).toMatchObject({ properties: ['openDirectory'] });
    await app.page.keyboard.press('Escape');
    await app.page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  step('a dropped folder is read where it lies, and imported', async () => {
    await drop(app.page, pictures);
    const dialog = app.page.getByRole('dialog', { name: 'Import these images' });
    expect(await dialog.getByLabel('Name').inputValue()).toBe('Pets');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await app.page.getByRole('heading', { name: 'Pets' }).waitFor();
  });

  step(
    'two arms are trained, and the taskbar shows how far they are',
    async () => {
      await view(app.page, 'Build');
      for (const arm of ['ResNet-20', 'ResNet-20 2']) {
        await app.page.getByRole('button', { name: 'Presets' }).click();
        const presets = app.page.getByRole('dialog', { name: 'Presets' });
        await presets.getByRole('button', { name: 'ResNet-20', exact: true }).click();
        await app.page.getByRole('tab', { name: arm }).last().waitFor();
      }
      await app.page.getByRole('button', { name: 'Remove shortcuts' }).click();
      await view(app.page, 'Train');
      await app.page.getByRole('checkbox', { name: 'ResNet-20', exact: true }).check();
      await startTraining(app.page, { epochs: 1, images: 64, batchSize: 32 });
      for (const arm of ['ResNet-20', 'Plain-20 2']) {
        const run = app.page.getByRole('group', { name: `Run ${arm}, seed 1` });
        await run.getByText(/finished · validation [\d.]+%/).waitFor({ timeout: 120_000 });
      }
      await eventually(async () => expect((await noted(app)).progress.at(-1)).toBe(-1));
      const { progress } = await noted(app);
      expect(progress.slice(0, -1)).toEqual([...progress.slice(0, -1)].sort((a, b) => a - b));
      expect(progress).toEqual(expect.arrayContaining([0, 0.5]));
    },
    180_000,
  );

  step('a notification tells of the end', async () => {
    await eventually(async () =>
      expect((await noted(app)).notifications).toEqual([
        { title: 'Training finished', body: '2 runs finished.' },
      ]),
    );
  });

  step('the table sets residual beside plain', async () => {
    await view(app.page, 'Compare');
    const table = app.page.getByRole('table', { name: 'Ablation' });
    await table.getByRole('row', { name: /^20 layers/ }).waitFor();
  });

  step('a trained run is exported', async () => {
    await view(app.page, 'Export');
    await app.page.getByRole('button', { name: /^ResNet-20 seed 1/ }).click();
    await exportAs(app.page, 'Keras 3 (.keras)');
    await exported(app.page, 'Keras 3 (.keras)')
      .getByText(/Checked: largest difference|Not checked\./)
      .waitFor();
    const exports = join(app.dataFolder, 'exports');
    const sizes = readdirSync(exports).map((name) => statSync(join(exports, name)).size);
    expect(sizes).toEqual([expect.any(Number)]);
    expect(sizes[0]).toBeGreaterThan(100_000);
  });

  step('the report has a PDF of the page, and its figures as PNG', async () => {
    await view(app.page, 'Compare');
    const card = app.page.getByRole('region', { name: 'Report' });
    await card.getByRole('button', { name: 'Write report' }).click();
    const words = await card.getByText('Written to').innerText({ timeout: 120_000 });
    const written = words.replace(/^.*Written to /, '');
    const pdf = readFileSync(join(written, 'report.pdf'));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    // A4, in points.
    expect(pdf.toString('latin1')).toMatch(/\/MediaBox\s*\[\s*0\s+0\s+59[45][.\d]*\s+84[12]/);
    const figure = (ending: string) => join(written, 'figures', `validation-accuracy.${ending}`);
    const [, width] = /width="(\d+)"/.exec(readFileSync(figure('svg'), 'utf8'))!;
    const png = readFileSync(figure('png'));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(2 * Number(width));
    await card.getByRole('button', { name: 'Show in folder' }).click();
  });

  step('a model that is dropped, or chosen with File > Open, is imported', async () => {
    const imported = (name: string) => app.page.getByRole('dialog', { name: `Imported "${name}"` });
    const show = (name: string) => imported(name).getByRole('button', { name: 'Show the network' }).click();
    await drop(app.page, seed('tiny.keras'));
    await imported('tiny').getByText('tiny.keras').waitFor();
    await show('tiny');
    await app.answer('showOpenDialog', { canceled: false, filePaths: [seed('tiny.h5')] });
    await app.main(({ Menu }) => {
      const files = Menu.getApplicationMenu()?.items.find(({ label }) => label === 'File')?.submenu?.items;
      files?.find(({ id }: MenuItem) => id === 'file.open')?.click({});
    });
    await imported('tiny').getByText('tiny.h5').waitFor();
    await show('tiny');
    await app.page.getByRole('tab', { name: 'tiny', exact: false }).nth(1).waitFor();
  });

  step('the menu bar has the commands of the window, with shortcuts of one’s own', async () => {
    const item = (id: string) =>
      app.main(({ Menu }, of) => {
        const found = Menu.getApplicationMenu()?.getMenuItemById(of);
        return found && { label: found.label, keys: found.accelerator, enabled: found.enabled };
      }, id);
    const click = (id: string) =>
      app.main(({ Menu }, of) => Menu.getApplicationMenu()?.getMenuItemById(of)?.click({}), id);
    await view(app.page, 'Compare');
    await eventually(async () => expect(await item('view.minimap')).toMatchObject({ enabled: false }));
    await click('go.build');
    await app.page.getByRole('main', { name: 'Build' }).waitFor();
    await eventually(async () => expect(await item('view.minimap')).toMatchObject({ enabled: true }));
    await click('app.settings');
    const settings = app.page.getByRole('dialog', { name: 'Settings' });
    await settings.getByRole('button', { name: 'New graph: change Alt N' }).click();
    await app.page.keyboard.press('Control+Alt+k');
    await eventually(async () =>
      expect(await item('file.new')).toMatchObject({ label: 'New graph', keys: 'CommandOrControl+Alt+K' }),
    );
    await app.page.keyboard.press('Escape');
    await settings.waitFor({ state: 'hidden' });
    const tabs = app.page.getByRole('tab');
    const before = await tabs.count();
    await app.page.keyboard.press('Control+Alt+k');
    await eventually(async () => expect(await tabs.count()).toBe(before + 1));
  });

  step('a graph that is saved is listed under Open recent', async () => {
    const path = join(folder, 'saved.skipwire');
    await app.main(({ session }, to) => {
      const saved = new Promise<void>((resolve) => {
        session.defaultSession.once('will-download', (_event, item) => {
          item.setSavePath(to);
          item.once('done', () => resolve());
        });
      });
      Object.assign(globalThis, { saved });
    }, path);
    await view(app.page, 'Build');
    await app.page.keyboard.press('Control+S');
    await app.main(() => (globalThis as { saved?: Promise<void> }).saved);
    const recent = () =>
      app.main(({ Menu }) => {
        const files = Menu.getApplicationMenu()?.items.find(({ label }) => label === 'File')?.submenu?.items;
        const menu = files?.find(({ label }: MenuItem) => label === 'Open recent');
        return menu?.submenu?.items.map(({ label }: MenuItem) => label);
      });
    expect(existsSync(path)).toBe(true);
    await eventually(async () => expect((await recent())?.[0]).toBe('saved.skipwire'));
  });

  step('the next start has the window where it was, and the view', async () => {
    await view(app.page, 'Compare');
    // While something is not saved, quitting asks.
    await app.page.getByText('Saved', { exact: true }).waitFor();
    const place = { x: 40, y: 60, width: 1010, height: 720 };
    await app.main(({ app, BrowserWindow }, bounds) => {
      BrowserWindow.getAllWindows()[0]?.setBounds(bounds);
      app.quit();
    }, place);
    expect(await app.exited).toEqual({ code: 0, signal: null });
    app = await startDesktop({ folder });
    expect(await app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(
      place,
    );
    await app.page.getByRole('main', { name: 'Compare' }).waitFor();
  });
});
