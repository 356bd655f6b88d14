/** Graphs live on the host: other tabs, other addresses, restarts and earlier versions of Skipwire lose none of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { buildPreset } from '../../core/presets';
import { eventually } from '../support/eventually';
import { journey } from '../support/journey';
import { describeInBrowser, type RunningApp, startApp } from './support/app';

describeInBrowser('graphs on the host', () => {
  const step = journey();
  let app: RunningApp;
  let page: Page;

  beforeAll(async () => {
    app = await startApp();
    page = await app.open();
  }, 120_000);
  afterAll(() => app?.close());

  /** The style of a preset follows its name. */
  const tab = (on: Page, name: string) => on.getByRole('tab', { name: new RegExp(`^${name}( study)?$`) });
  const nameField = (on: Page) => on.getByRole('complementary', { name: 'Inspector' }).getByLabel('name');
  const rename = async (on: Page, name: string) => {
    await nameField(on).fill(name);
    await nameField(on).press('Enter');
  };
  const saved = (on: Page) =>
    on.getByRole('status', { name: 'Save status' }).getByText('Saved', { exact: true }).waitFor();
  const undo = (on: Page) => on.getByRole('button', { name: 'Undo', exact: true }).first();
  const namesOnDisk = () => {
    const folder = join(app.dataFolder, 'documents');
    return readdirSync(folder)
      .filter((id) => !id.includes('.'))
      .map((id): string => JSON.parse(readFileSync(join(folder, id, 'graph.json'), 'utf8')).name);
  };

  step('an edit is on the disk when the window says so', async () => {
    await page.getByRole('button', { name: 'Open ResNet-50' }).click();
    await tab(page, 'ResNet-50').waitFor();
    await rename(page, 'Mine');
    await tab(page, 'Mine').waitFor();
    await saved(page);
    expect(namesOnDisk()).toEqual(['Mine']);
  });

  step(
    'from afar, all of it is drawn on one canvas, in columns; what is clicked is selected there',
    async () => {
      const nodes = page.locator('.react-flow__node');
      const canvas = page.getByRole('toolbar', { name: 'Canvas' });
      const command = async (name: string) => {
        await page.keyboard.press('Control+Shift+P');
        await page.keyboard.type(name);
        await page.getByRole('option', { name }).first().click();
      };
      await command('Unfold all groups');
      await canvas.getByRole('button', { name: 'Layout' }).click();
      await page.getByRole('menuitemradio', { name: /^Columns/ }).click();
      await eventually(async () => {
        await canvas.getByRole('button', { name: 'Fit' }).click();
        expect(await nodes.count()).toBe(0);
      });
      const drawn = page.locator('canvas.sw-far');
      const { x, y, width, height } = (await drawn.boundingBox())!;
      const colors = await drawn.evaluate((element: HTMLCanvasElement) => {
        const { data } = element.getContext('2d')!.getImageData(0, 0, element.width, element.height);
        return new Set(new Uint32Array(data.buffer)).size;
      });
      expect(colors).toBeGreaterThan(10);
      // What the pointer is on gets an element, and says its name.
      const tip = page.locator('.sw-tip');
      for (let across = 0.3; (await nodes.count()) === 0 && across < 0.7; across += 0.01)
        await page.mouse.move(x + across * width, y + height * 0.4);
      const named = await tip.innerText();
      await page.mouse.down();
      await page.mouse.up();
      const inspector = page.getByRole('complementary', { name: 'Inspector' });
      await inspector
        .getByRole('heading', { level: 2 })
        .filter({ hasText: named.split(' ')[0]! })
        .waitFor();
      await page.keyboard.press('f');
      await drawn.waitFor({ state: 'detached' });
      expect(await nodes.count()).toBeGreaterThan(1);
      await page.keyboard.press('Escape');
      await undo(page).click();
      await command('Fold all groups');
    },
  );

  step('a second tab has the same graph, and each sees what the other does', async () => {
    const second = await page.context().newPage();
    await second.goto(app.url);
    await tab(second, 'Mine').waitFor();
    await rename(second, 'Ours');
    await tab(page, 'Ours').waitFor();
    await undo(page).click();
    await tab(second, 'Mine').waitFor();
    await second.close();
  });

  step('another browser at another address finds it, undo included', async () => {
    const other = await app.open();
    await other.goto((await app.link()).replace('127.0.0.1', 'localhost'));
    await tab(other, 'Mine').waitFor();
    await undo(other).click();
    await tab(other, 'ResNet-50').waitFor();
    await other.getByRole('button', { name: 'Redo' }).click();
    await tab(page, 'Mine').waitFor();
    await saved(other);
    await other.context().close();
  });

  step('what is edited while the host is killed is saved when it is back', async () => {
    const back = app.restart();
    await page
      .getByRole('status', { name: 'Runtime' })
      .filter({ hasText: /lost|connect/i })
      .waitFor();
    await rename(page, 'Edited meanwhile');
    await page.getByRole('alert').filter({ hasText: 'graph "Edited meanwhile"' }).waitFor();
    await back;
    await saved(page);
    expect(namesOnDisk()).toEqual(['Edited meanwhile']);
    expect(await page.getByRole('alert').filter({ hasText: 'Not saved' }).count()).toBe(0);
  });

  step('graphs that an earlier Skipwire kept in the browser are moved over, once', async () => {
    const documents = [
      { id: 'doc-old-1', dirty: true, document: { ...buildPreset('resnet20'), name: 'Old draft' } },
    ];
    await page.evaluate(
      (text) => localStorage.setItem('skipwire.documents.v1', text),
      JSON.stringify({ documents }),
    );
    await page.reload();
    await tab(page, 'Old draft').waitFor();
    expect(await page.evaluate(() => localStorage.getItem('skipwire.documents.v1'))).toBeNull();
    expect(namesOnDisk().sort()).toEqual(['Edited meanwhile', 'Old draft']);
  });

  step('an earlier version is restored, and that can be undone', async () => {
    await tab(page, 'Edited meanwhile').click();
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('menuitem', { name: 'Version history' }).click();
    const dialog = page.getByRole('dialog', { name: 'Version history of Edited meanwhile' });
    await dialog.getByRole('button', { name: /Oldest version/ }).click();
    await dialog.getByText('23,608,202').waitFor();
    await dialog.getByRole('button', { name: 'Restore this version' }).click();
    await tab(page, 'ResNet-50').waitFor();
    await undo(page).click();
    await tab(page, 'Edited meanwhile').waitFor();
    await saved(page);
  });

  step('a deleted graph goes to the bin and comes back', async () => {
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('menuitem', { name: 'All graphs' }).click();
    const dialog = page.getByRole('dialog', { name: 'All graphs' });
    await dialog.getByRole('button', { name: 'Delete Old draft' }).click();
    await dialog.getByRole('button', { name: 'Old draft', exact: true }).waitFor({ state: 'detached' });
    expect(namesOnDisk()).toEqual(['Edited meanwhile']);
    await dialog.getByRole('button', { name: 'Deleted graphs' }).click();
    await page.getByRole('button', { name: 'Restore Old draft' }).click();
    await page.getByRole('dialog', { name: 'Bin' }).getByRole('button', { name: 'Close' }).click();
    await tab(page, 'Old draft').waitFor();
    expect(namesOnDisk().sort()).toEqual(['Edited meanwhile', 'Old draft']);
  });

  step('a closed graph is kept, and opened again from all graphs', async () => {
    await tab(page, 'Old draft').press('Delete');
    await tab(page, 'Old draft').waitFor({ state: 'detached' });
    await page.reload();
    await tab(page, 'Edited meanwhile').waitFor();
    expect(await tab(page, 'Old draft').count()).toBe(0);
    await page.keyboard.press('Control+Shift+O');
    await page
      .getByRole('dialog', { name: 'All graphs' })
      .getByRole('button', { name: 'Old draft', exact: true })
      .click();
    await tab(page, 'Old draft').waitFor();
  });

  step('the command search opens a graph by its name', async () => {
    await tab(page, 'Edited meanwhile').click();
    await page.keyboard.press('Control+Shift+P');
    const search = page.getByRole('dialog', { name: 'Search commands' });
    await search.getByRole('combobox').fill('old draft');
    await search.getByRole('option', { name: 'Open graph Old draft' }).click();
    await page.getByRole('tab', { name: /^Old draft/, selected: true }).waitFor();
  });

  step('tabs are moved by a drag or by keys, and stay there', async () => {
    const order = async () =>
      (await page.getByRole('tab').allInnerTexts()).map((text) => text.split('\n')[0]);
    const [first, second] = await order();
    await page
      .getByRole('tab')
      .last()
      .dragTo(page.getByRole('tab').first(), { targetPosition: { x: 4, y: 10 } });
    await eventually(async () => expect(await order()).toEqual([second, first]));
    await page.getByRole('tab', { selected: true }).focus();
    await page.keyboard.press('Alt+Shift+PageDown');
    await eventually(async () => expect(await order()).toEqual([first, second]));
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('tab');
    await page.keyboard.press('Alt+Shift+PageUp');
    await eventually(async () => expect(await order()).toEqual([second, first]));
    await page.reload();
    await tab(page, 'Old draft').waitFor();
    expect(await order()).toEqual([second, first]);
  });

  step('two graphs are side by side, and what is done goes to the one that has the focus', async () => {
    await tab(page, 'Old draft').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Show beside' }).click();
    const pane = (name: string) => page.getByRole('region', { name });
    await pane('Old draft').getByTestId('node-stage1').waitFor();
    await pane('Edited meanwhile').getByTestId('node-stage1').click();
    expect(await tab(page, 'Edited meanwhile').getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Delete');
    await pane('Edited meanwhile').getByTestId('node-stage1').waitFor({ state: 'detached' });
    expect(await pane('Old draft').getByTestId('node-stage1').count()).toBe(1);
    await page.keyboard.press('Control+z');
    await pane('Edited meanwhile').getByTestId('node-stage1').waitFor();
    await saved(page);
    await page.reload();
    await pane('Old draft').getByRole('button', { name: 'Close the pane of Old draft' }).click();
    await pane('Old draft').waitFor({ state: 'detached' });
    expect(await page.getByTestId('canvas').count()).toBe(1);
    await tab(page, 'Old draft').waitFor();
  });
});
