/** Hundreds of classes, and two sets with the same name, in a real browser: distinguished, found, selected, merged. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { DatasetStore } from '../../main/datasets';
import { journey } from '../support/journey';
import { writeFiles } from '../unit/datasets/photos/pictures';
import { describeInBrowser, type RunningApp, startApp } from './support/app';

const CLASSES = 300;
const nameOf = (index: number) => `${index % 10 === 0 ? 'bird' : 'thing'} ${String(index).padStart(3, '0')}`;

describeInBrowser('hundreds of classes', () => {
  const step = journey();
  let app: RunningApp;
  let page: Page;
  let pictures: string;

  beforeAll(async () => {
    app = await startApp();
    pictures = mkdtempSync(join(tmpdir(), 'skipwire-pictures-'));
    const create = { width: 12, height: 10, channels: 3 as const, background: '#567' };
    const picture = await sharp({ create }).png().toBuffer();
    const store = new DatasetStore({ root: join(app.dataFolder, 'datasets') });
    for (const [folder, classes] of [
      ['few', 2],
      ['many', CLASSES],
    ] as const) {
      const files = Array.from({ length: classes }, (_, index) => [
        [`${nameOf(index)}/1.png`, picture],
        [`${nameOf(index)}/2.png`, picture],
      ]).flat();
      const path = join(pictures, folder);
      writeFiles(path, Object.fromEntries(files));
      await store.importOwn({ path, name: 'My things' });
    }
    page = await app.open();
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Train' }).click();
  }, 120_000);
  afterAll(async () => {
    await app?.close();
    rmSync(pictures, { recursive: true, force: true });
  });

  const list = () => page.getByRole('list', { name: /^Classes/ });
  const chosen = (words: RegExp) => page.getByText(words).first().waitFor();

  step('the second set of a name shows its id, and what it is validated on is true', async () => {
    await page.getByRole('combobox', { name: 'data set' }).click();
    await page.getByRole('option', { name: /^My things from few/ }).waitFor();
    await page.getByRole('option', { name: /^My things \(my-things-2\) from many/ }).click();
    await page.getByRole('combobox', { name: 'validate on' }).getByText('20% held out').waitFor();
    await page.getByText(/^Photos of 12 × 10 px, resized to (the Input|\d+ × \d+ × 3)\./).waitFor();
  });

  step('all of them are reached by keys, few are there', async () => {
    await page.getByRole('button', { name: /^Share and classes/ }).click();
    await page.getByRole('button', { name: `classes: all ${CLASSES}` }).click();
    await list().getByRole('checkbox').first().focus();
    await page.keyboard.press('End');
    await list()
      .getByRole('checkbox', { name: nameOf(CLASSES - 1) })
      .and(page.locator(':focus'))
      .waitFor();
    expect(await list().getByRole('checkbox').count()).toBeLessThan(40);
    await page.keyboard.press('Space');
    await chosen(/^299 of 300 classes · 598 training images$/);
    await page.getByRole('button', { name: /^Classes: 299 of 300, without thing 299$/ }).waitFor();
  });

  step('those that are found are taken together, and turned round', async () => {
    const many = page.getByRole('group', { name: 'Many classes' });
    await many.getByRole('button', { name: 'None' }).click();
    await page.getByRole('textbox', { name: 'Find a class' }).fill('bird');
    await many.getByRole('button', { name: 'Select 30' }).click();
    await chosen(/^30 of 300 classes · 60 training images$/);
    await page.getByRole('textbox', { name: 'Find a class' }).fill('');
    await many.getByRole('button', { name: 'Invert' }).click();
    await chosen(/^270 of 300 classes · 540 training images$/);
  });

  step('merging still works, and what was merged is in sight', async () => {
    await page.getByRole('button', { name: 'Merge…' }).click();
    for (const name of ['thing 001', 'thing 002']) {
      await page.getByRole('textbox', { name: 'Find a class' }).fill(name);
      await list().getByRole('checkbox', { name }).click();
    }
    await page.getByRole('textbox', { name: 'Name of the new class' }).fill('both');
    await page.getByRole('button', { name: 'Merge 2' }).click();
    await page.getByRole('textbox', { name: 'Find a class' }).fill('');
    await chosen(/^270 of 300 classes as 269 outputs, 1 merged · 540 training images$/);
    await page.getByRole('button', { name: 'Split both' }).click();
    await chosen(/^270 of 300 classes · 540 training images$/);
  });

  step('the page raised no error on the way', () => {
    expect(app.pageErrors).toEqual([]);
  });
});
