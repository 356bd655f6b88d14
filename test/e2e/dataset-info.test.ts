/** Knowing a data set in a real browser: the report appears after an import, duplicates are shown side by side. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { DatasetStore } from '../../main/datasets';
import { until } from '../support/eventually';
import { journey } from '../support/journey';
import { writeFiles } from '../unit/datasets/photos/pictures';
import { scene, shoot } from '../unit/datasets/report/images';
import { describeInBrowser, type RunningApp, startApp } from './support/app';

describeInBrowser('knowing a data set', () => {
  const step = journey();
  let app: RunningApp;
  let page: Page;
  let pictures: string;

  beforeAll(async () => {
    app = await startApp();
    pictures = mkdtempSync(join(tmpdir(), 'skipwire-pictures-'));
    const photo = (seed: number, width: number, height: number, how?: Parameters<typeof shoot>[2]) =>
      sharp(Buffer.from(shoot(scene(seed), [height, width, 3], how)), {
        raw: { width, height, channels: 3 },
      }).jpeg({ quality: 92 });
    writeFiles(pictures, {
      'train/cat/a.jpg': await photo(1, 120, 90).toBuffer(),
      'train/cat/b.jpg': await photo(2, 90, 120).toBuffer(),
      'train/dog/c.jpg': await photo(3, 64, 64).toBuffer(),
      'train/dog/broken.jpg': Buffer.from('no picture'),
      'val/cat/again.jpg': await photo(1, 96, 72, { offset: 25 }).toBuffer(),
      'val/dog/d.jpg': await photo(4, 200, 60).toBuffer(),
    });
    await new DatasetStore({ root: join(app.dataFolder, 'datasets') }).importOwn({
      path: pictures,
      name: 'Planted',
    });
    // The last by name: the grid of the first is shown at once, and its report made with its overview.
    await new DatasetStore({ root: join(app.dataFolder, 'datasets') }).importOwn({
      path: pictures,
      name: 'Stuck',
    });
    page = await app.open();
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Data' }).click();
  }, 120_000);
  afterAll(async () => {
    await app?.close();
    rmSync(pictures, { recursive: true, force: true });
  });

  step('leakage is reported in a sentence, and shown', async () => {
    await page
      .getByRole('button', { name: /^Planted/ })
      .first()
      .click();
    await page.getByRole('tab', { name: 'About' }).click();
    await page
      .getByText(
        '1 of 2 validation images (50.0%) has a near-duplicate in the training images: accuracy on it',
      )
      .waitFor({ timeout: 120_000 });
    const group = page.getByRole('button', {
      name: /^near-duplicates, across splits: cat, training image 0/,
    });
    await group.locator('canvas').nth(1).waitFor();
    expect(await group.locator('canvas').count()).toBe(2);
    await group.click();
    const dialog = page.getByRole('dialog', { name: '2 images of the same picture' });
    await dialog
      .getByText(/again\.jpg/)
      .first()
      .waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  step('sizes are read with the keyboard', async () => {
    const plot = page.getByRole('slider', { name: 'Image sizes: read the points' });
    await plot.focus();
    await page.keyboard.press('End');
    expect(await plot.getAttribute('aria-valuetext')).toMatch(/^\d+ × \d+ px, 1 image$/);
  });

  step('what was dropped is listed with its reason, and filtered', async () => {
    const table = page.getByRole('table', { name: 'Skipped and unusual files' });
    await table.getByText('broken.jpg', { exact: false }).waitFor();
    await page.getByRole('textbox', { name: 'Find a file or reason' }).fill('no such file');
    await page.getByText('No matching files').waitFor();
  });

  step(
    'a report in progress is canceled with its process, and made again on request',
    async () => {
      const held = join(app.dataFolder, 'datasets', 'stuck');
      // Neither the first nor the last, which the host reads anyway.
      const picture = readFileSync(join(held, 'train.files.txt'), 'utf8').split('\n')[1]!;
      // A pipe that nobody writes into: whoever reads it waits for ever.
      renameSync(join(held, picture), join(held, 'aside'));
      execFileSync('mkfifo', [join(held, picture)]);
      await page
        .getByRole('button', { name: /^Stuck/ })
        .first()
        .click();
      await page.getByRole('tab', { name: 'About' }).click();
      await page.getByRole('button', { name: 'Cancel the report' }).waitFor();
      await until(() => !existsSync('/proc') || reporters(app.pid) > 0);
      await page.getByRole('button', { name: 'Cancel the report' }).click();
      await page.getByText('The report was canceled.').waitFor();
      await until(() => reporters(app.pid) === 0);
      expect(readdirSync(held).filter((file) => file.startsWith('.report'))).toEqual([]);
      renameSync(join(held, 'aside'), join(held, picture));
      // It does not start again when the page is opened again.
      await page.getByRole('tab', { name: 'Examples' }).click();
      await page.getByRole('tab', { name: 'About' }).click();
      await page.getByRole('button', { name: 'Create the report' }).click();
      await page.getByRole('slider', { name: 'Image sizes: read the points' }).waitFor({ timeout: 120_000 });
    },
    120_000,
  );

  step(
    'drawn shapes: the report comes by itself',
    async () => {
      await page
        .getByRole('button', { name: /^Shapes/ })
        .first()
        .click();
      await page.getByRole('button', { name: /^Generate/ }).click();
      await page.getByRole('tab', { name: 'About' }).click({ timeout: 120_000 });
      await page.getByRole('table', { name: 'Channel statistics' }).waitFor({ timeout: 120_000 });
      await page.getByText('Training: every class has 1,000 images.').waitFor();
      await page.getByText('All images are 32 × 32 px').waitFor();
    },
    250_000,
  );

  step('the page raised no error on the way', () => {
    expect(app.pageErrors).toEqual([]);
  });
});

/** Processes of this host that compute a report; 0 where the system does not tell. */
function reporters(host: number): number {
  const children = `/proc/${host}/task/${host}/children`;
  if (!existsSync(children)) return 0;
  const commandOf = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return '';
    }
  };
  const pids = readFileSync(children, 'utf8').split(' ').filter(Boolean);
  return pids.filter((pid) => commandOf(pid).includes('report.cjs')).length;
}
