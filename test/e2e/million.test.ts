/** A grid taller than a browser's tallest element: a million images at the largest size, each of them to be reached. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { writeOverview } from '../../main/datasets/examples/overview';
import type { DatasetManifest } from '../../main/datasets/storage/store';
import { until } from '../support/eventually';
import { journey } from '../support/journey';
import { describeInBrowser, type RunningApp, startApp } from './support/app';

const COUNT = 1_000_000;
const CLASSES = 10;

/** Images of one pixel, whose class is the last digit of their place. */
async function writeMillion(root: string): Promise<void> {
  const folder = join(root, 'million');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'train.images.u8'),
    Uint8Array.from({ length: COUNT }, (_, n) => n % 251),
  );
  const labels = Int32Array.from({ length: COUNT }, (_, n) => n % CLASSES);
  writeFileSync(join(folder, 'train.labels.i32'), new Uint8Array(labels.buffer));
  for (const empty of ['val.images.u8', 'val.labels.i32']) writeFileSync(join(folder, empty), '');
  const classes = Array.from({ length: CLASSES }, (_, digit) => `ends in ${digit}`);
  const manifest: DatasetManifest = {
    format: 'skipwire.dataset',
    version: 1,
    id: 'million',
    name: 'A million',
    classes,
    imageShape: [1, 1, 1],
    storage: 'raw',
    train: { count: COUNT, perClass: classes.map(() => COUNT / CLASSES) },
    val: { count: 0, perClass: classes.map(() => 0) },
    valRole: 'validation',
    dropped: 0,
    odd: 0,
    splitDescription: 'made by a test',
    origin: 'a test',
    importedAt: '2026-01-01T00:00:00.000Z',
  };
  writeFileSync(join(folder, 'dataset.json'), JSON.stringify(manifest));
  const pixels = Uint8Array.from({ length: COUNT }, (_, n) => sketchOf(n));
  await writeOverview(folder, { version: 1, importedAt: manifest.importedAt, side: 1, channels: 1, pixels });
}

/** Levels that differ from those of the images. */
const sketchOf = (n: number): number => 50 + (n % 101);

describeInBrowser('a million images', () => {
  const step = journey();
  let app: RunningApp;
  let page: Page;
  let grid: Locator;

  beforeAll(async () => {
    app = await startApp();
    await writeMillion(join(app.dataFolder, 'datasets'));
    page = await app.open();
    await page.evaluate(() =>
      localStorage.setItem('skipwire.thumbnail.v1', JSON.stringify({ state: { size: 192 }, version: 0 })),
    );
    await page.reload();
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Data' }).click();
    await page.getByRole('button', { name: /^A million / }).click();
    grid = page.getByRole('grid', { name: 'Examples of A million' });
    await image(0).waitFor();
  });
  afterAll(() => app?.close());

  const image = (n: number) =>
    grid.getByRole('gridcell', {
      name: `ends in ${n % CLASSES}, training image ${n.toLocaleString('en-US')}`,
      exact: true,
    });
  const scrollTo = (share: number) =>
    grid.evaluate((element, to) => {
      element.scrollTop = to * (element.scrollHeight - element.clientHeight);
    }, share);
  /** The first and the last cell that are completely visible. */
  const inSight = async (): Promise<[first: number, last: number]> => {
    // Cells are made when the grid rests.
    await page.waitForTimeout(400);
    const names = await grid.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return [...element.querySelectorAll('[role="gridcell"]')]
        .filter((cell) => {
          const box = cell.getBoundingClientRect();
          return box.top >= top && box.bottom <= bottom;
        })
        .map((cell) => Number(/[\d,]+$/.exec(cell.getAttribute('aria-label') ?? '')?.[0].replaceAll(',', '')))
        .sort((a, b) => a - b);
    });
    return [names[0]!, names.at(-1)!];
  };

  step('are no taller than the browser bears, and the bar at its end shows the last', async () => {
    const height = await grid.evaluate((element) => element.scrollHeight);
    const columns = Number(await grid.getAttribute('aria-colcount'));
    expect(height).toBeLessThan(17_000_000);
    expect((COUNT / columns) * 200).toBeGreaterThan(33_500_000);
    await scrollTo(1);
    await image(COUNT - 1).waitFor();
    expect((await inSight())[1]).toBe(COUNT - 1);
  });

  step('the middle of the bar shows the middle, and from there the wheel goes row by row', async () => {
    await scrollTo(0.5);
    const [middle] = await inSight();
    expect(Math.abs(middle - COUNT / 2)).toBeLessThan(50);
    const columns = Number(await grid.getAttribute('aria-colcount'));
    const rowHeight = await grid.evaluate((element) => {
      const [one, other] = [...element.querySelectorAll('[role="row"]')]
        .map((row) => row.getBoundingClientRect().top)
        .sort((a, b) => a - b);
      return other! - one!;
    });
    await grid.hover();
    for (let rows = 1; rows <= 3; rows++) {
      await page.mouse.wheel(0, rowHeight);
      expect((await inSight())[0]).toBe(middle + rows * columns);
    }
    await page.mouse.wheel(0, -3 * rowHeight);
    expect((await inSight())[0]).toBe(middle);
  });

  step('keys move from image to image, to the ends and by pages', async () => {
    const columns = Number(await grid.getAttribute('aria-colcount'));
    const current = grid.locator('[role="gridcell"][aria-selected="true"]');
    const isCurrent = async (n: number) => {
      await image(n).and(current).waitFor();
      const [first, last] = await inSight();
      expect(n).toBeGreaterThanOrEqual(first);
      expect(n).toBeLessThanOrEqual(last);
    };
    await grid.focus();
    await page.keyboard.press('End');
    await isCurrent(COUNT - 1);
    await page.keyboard.press('ArrowUp');
    await isCurrent(COUNT - 1 - columns);
    await page.keyboard.press('PageUp');
    const [first, last] = await inSight();
    const page1 = Math.round((last + 1 - first) / columns);
    await isCurrent(COUNT - 1 - columns - page1 * columns);
    await page.keyboard.press('Home');
    await isCurrent(0);
    await page.keyboard.press('PageDown');
    await isCurrent(page1 * columns);
  });

  step('who comes by keyboard finds the current image in sight', async () => {
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+Tab');
    await scrollTo(0.7);
    expect((await inSight())[0]).toBeGreaterThan(COUNT / 2);
    await page.keyboard.press('Tab');
    expect((await inSight())[0]).toBe(0);
    const id = await grid.getAttribute('aria-activedescendant');
    expect(await page.locator(`[id="${id}"]`).getAttribute('aria-label')).toBe('ends in 0, training image 0');
  });

  step('a click opens the image under it', async () => {
    await scrollTo(0.5);
    const [middle] = await inSight();
    await image(middle + 1).click();
    const large = page.getByRole('dialog', { name: `ends in ${(middle + 1) % CLASSES}` });
    await large.getByText(`${(middle + 2).toLocaleString('en-US')} of 1,000,000`).waitFor();
    // What the larger view shows is in sight when it closes.
    await page.keyboard.press('End');
    await page.getByRole('dialog').getByText('1,000,000 of 1,000,000').waitFor();
    await page.keyboard.press('Escape');
    await image(COUNT - 1).waitFor();
    expect((await inSight())[1]).toBe(COUNT - 1);
  });

  step('another size of the images keeps those that were in sight', async () => {
    await scrollTo(0.5);
    const [middle] = await inSight();
    await page.getByRole('slider', { name: 'Thumbnail size' }).focus();
    for (let n = 0; n < 5; n++) await page.keyboard.press('ArrowLeft');
    const [first, last] = await inSight();
    expect(first).toBeLessThanOrEqual(middle);
    expect(last).toBeGreaterThanOrEqual(middle);
  });

  step('a jump shows images at once, coarsely and with their class', async () => {
    const leapTo = (share: number) =>
      grid.evaluate(async (element, to) => {
        element.scrollTop = to * element.scrollHeight;
        // Drawn in the same frame, before any page can have come.
        await new Promise((resolve) => element.addEventListener('scroll', resolve, { once: true }));
        return [...element.querySelectorAll('canvas')].map((canvas) => {
          const row = Number(canvas.closest('[role="row"]')!.getAttribute('aria-rowindex')) - 1;
          const { data } = canvas.getContext('2d')!.getImageData(20, 20, 1, 1);
          return { row, sketched: Number(canvas.dataset.sketched), color: [...data] };
        });
      }, share);
    const columns = Number(await grid.getAttribute('aria-colcount'));
    // All sixteen parts come within moments.
    await until(async () => (await leapTo(0.1 + 0.8 * Math.random())).every(({ sketched }) => sketched > 0));
    for (const { row, sketched, color } of await leapTo(0.31)) {
      const level = sketchOf(row * columns);
      expect([sketched, color]).toEqual([columns, [level, level, level, 255]]);
    }
    // And then the images themselves.
    const [first] = await inSight();
    const loaded = await grid.evaluate((element) =>
      [...element.querySelectorAll('canvas')].map(({ dataset }) => Number(dataset.sketched)),
    );
    expect(Math.max(...loaded)).toBe(0);
    await image(first).waitFor();
  });

  step('of one class alone, too', async () => {
    await page.getByRole('combobox', { name: 'Class' }).fill('ends in 7');
    await page.getByRole('option', { name: /^ends in 7/ }).click();
    await image(7).waitFor();
    const sketched = () =>
      grid.evaluate(async (element) => {
        element.scrollTop = Math.random() * element.scrollHeight;
        await new Promise((resolve) => element.addEventListener('scroll', resolve, { once: true }));
        const canvas = element.querySelectorAll('canvas')[2]!;
        const position = Number(canvas.closest('[role="row"]')!.getAttribute('aria-rowindex')) - 1;
        return [
          position,
          canvas.getContext('2d')!.getImageData(20, 20, 1, 1).data[0]!,
          canvas.dataset.sketched,
        ];
      });
    let last: Awaited<ReturnType<typeof sketched>> = [];
    await until(async () => {
      last = await sketched();
      return last[2] !== '0';
    });
    const columns = Number(await grid.getAttribute('aria-colcount'));
    expect(last[1]).toBe(sketchOf(10 * Number(last[0]) * columns + 7));
  });

  step('names are drawn again when their font has loaded', async () => {
    const late = await app.browser.newContext({ viewport: { width: 1440, height: 900 } });
    const other = await late.newPage();
    let letThrough = () => {};
    const held = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    await other.route(/inter[^/]*\.woff2/, async (route) => {
      await held;
      await route.continue();
    });
    await other.goto(await app.link(), { waitUntil: 'domcontentloaded' });
    await other.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Data' }).click();
    await other.getByRole('button', { name: /^A million / }).click();
    const row = other.locator('[role="grid"] canvas:not([data-loaded="0"])').first();
    await row.waitFor();
    const drawn = () => row.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const before = await drawn();
    letThrough();
    await other.evaluate(() => document.fonts.ready);
    await until(async () => (await drawn()) !== before);
    await late.close();
  });

  step('the page raised no error on the way', () => {
    expect(app.pageErrors).toEqual([]);
  });
});
