/** The first study in a real browser: from the empty app to Compare in two clicks, here on fewer images. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { ENGINE_TIMEOUT, testEngine } from '../support/engine';
import { journey } from '../support/journey';
import { describeInBrowser, type RunningApp, startApp } from './support/app';
import { violations } from './support/axe';

describeInBrowser('the first study', () => {
  const step = journey();
  let app: RunningApp;
  let page: Page;

  beforeAll(async () => {
    await testEngine();
    app = await startApp();
    page = await app.open();
  }, ENGINE_TIMEOUT);
  afterAll(() => app?.close());

  step('one click in the empty app leaves nothing to do but start', async () => {
    await page.getByRole('button', { name: 'See what shortcuts are worth' }).click();
    const arms = page.getByRole('list', { name: 'Arms' });
    for (const arm of ['ResNet-44', 'Plain-44']) {
      await arms.getByRole('checkbox', { name: arm, exact: true }).waitFor();
      expect(await arms.getByRole('checkbox', { name: arm, exact: true }).isChecked()).toBe(true);
    }
    expect(await page.getByRole('textbox', { name: 'seeds' }).inputValue()).toBe('1, 2, 3');
    await page.getByText(/6 runs, about \d minutes on two CPU cores/).waitFor();
    expect(await page.getByRole('button', { name: 'Start training' }).isEnabled()).toBe(true);
  });

  step(
    'the second click trains, and the end of it is Compare',
    async () => {
      // As it comes it takes minutes.
      for (const [field, value] of [
        ['train on first', '64'],
        ['validate on first', '32'],
        ['epochs', '1'],
        ['seeds', '1'],
      ] as const) {
        await page.getByRole('textbox', { name: field }).fill(value);
      }
      await page.getByRole('button', { name: 'Start training' }).click();
      await page.getByRole('group', { name: 'Run Plain-44, seed 1' }).waitFor({ timeout: 120_000 });
      const row = page.getByRole('table', { name: 'Ablation' }).getByRole('row', { name: /^44 layers/ });
      await row.waitFor({ timeout: 240_000 });
      expect(await row.getByRole('cell').allInnerTexts()).toContain('167 k / 167 k');
      await page.getByText('The first study has ended.').waitFor();
    },
    300_000,
  );

  step('what is not in a column is below the row, on demand', async () => {
    const table = page.getByRole('table', { name: 'Ablation' });
    const row = table.getByRole('button', { name: '44 layers' });
    await row.click();
    await table.getByText(/^Seconds per epoch/).waitFor();
    await row.click();
    await table.getByText(/^Seconds per epoch/).waitFor({ state: 'hidden' });
  });

  step(
    'in a small window the whole table is in sight, and the notice covers none of what it is about',
    async () => {
      await page.setViewportSize({ width: 1024, height: 700 });
      const table = page.getByRole('table', { name: 'Ablation' });
      const widths = await table.evaluate(({ parentElement }) => [
        parentElement?.scrollWidth,
        parentElement?.clientWidth,
      ]);
      expect(widths[0]).toBe(widths[1]);
      // In the flow of the page, above the charts and tables.
      const notice = page.getByRole('status').filter({ hasText: 'The first study has ended.' });
      const [box, charts] = [
        await notice.boundingBox(),
        await page.getByRole('figure').first().boundingBox(),
      ];
      expect(box!.y + box!.height).toBeLessThan(charts!.y);
      await page.setViewportSize({ width: 1440, height: 900 });
    },
  );

  step('a drag zooms all charts, and leaves no reading of where it began', async () => {
    const charts = page.getByRole('slider', { name: /: read the curves$/ });
    await charts.first().scrollIntoViewIfNeeded();
    const box = (await charts.first().boundingBox())!;
    const at = (share: number) => [box.x + share * box.width, box.y + box.height / 2] as const;
    await page.mouse.move(...at(0.4));
    await page.mouse.down();
    await page.mouse.move(...at(0.8), { steps: 4 });
    await page.mouse.up();
    const showAll = page.getByRole('button', { name: 'Show all' });
    await showAll.first().waitFor();
    const readings = await charts.evaluateAll((all) => all.map((one) => one.getAttribute('aria-valuetext')));
    expect(new Set(readings)).toEqual(
      new Set(['Arrow keys read the curves, + and - zoom, Shift with arrow keys moves, Escape shows all.']),
    );
    await showAll.first().click();
  });

  step('one button writes the report, and another downloads it as it is on the disk', async () => {
    const card = page.getByRole('region', { name: 'Report' });
    await card.getByRole('button', { name: 'Write report' }).click();
    const started = page.waitForEvent('download');
    await card.getByRole('button', { name: 'Download (.zip)' }).click();
    const files = unzipSync(readFileSync(await (await started).path()));
    const [folder] = Object.keys(files)[0]!.split('/');
    const written = (await card.getByText('Written to').innerText()).replace(/^.*Written to /, '');
    expect(basename(written)).toBe(folder);
    const html = readFileSync(join(written, 'report.html'));
    expect(Buffer.from(files[`${folder}/report.html`]!).equals(html)).toBe(true);
    expect(Object.keys(files)).toContain(`${folder}/figures/network-1.png`);
    const reader = await page.context().newPage();
    await reader.setContent(html.toString('utf8'));
    await reader.getByRole('heading', { name: 'Results' }).waitFor();
    await reader.getByRole('img', { name: /^ResNet-44: 44 layers/ }).waitFor();
    expect(await violations(reader)).toEqual([]);
    await reader.close();
  });

  step('back in Train the numbers of both networks are shown above the runs', async () => {
    await page.getByRole('button', { name: 'Back to Train' }).click();
    const end = page.getByRole('status', { name: 'The study has ended' });
    await end.getByText(/2 runs finished\..*ResNet-44 [\d.]+% and Plain-44 [\d.]+%\./).waitFor();
    await end.getByRole('button', { name: 'What are the shortcuts worth?' }).click();
    await page.getByRole('table', { name: 'Ablation' }).waitFor();
  });

  step('the page raised no error on the way', () => {
    expect(app.pageErrors).toEqual([]);
  });
});
