/** The Data view in a real browser: a folder of pictures is dropped, looked through and trained on. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { cacheRoot } from '../../main/basics/paths';
import { drop } from '../support/drop';
import { ENGINE_TIMEOUT, testEngine } from '../support/engine';
import { eventually } from '../support/eventually';
import { journey } from '../support/journey';
import { describeInBrowser, type RunningApp, startApp } from './support/app';

const CLASSES = ['dark and stormy', 'light'];
const PER_CLASS = 20;

/** Gray squares of 40 x 32, dark ones and light ones; one file is no picture at all. */
async function makePictures(folder: string): Promise<void> {
  for (const [label, name] of CLASSES.entries()) {
    mkdirSync(join(folder, name), { recursive: true });
    for (let i = 0; i < PER_CLASS; i++) {
      const level = label * 150 + 3 * i;
      const create = {
        width: 40,
        height: 32,
        channels: 3 as const,
        background: { r: level, g: level, b: level },
      };
      await sharp({ create })
        .png()
        .toFile(join(folder, name, `${i}.png`));
    }
  }
  writeFileSync(join(folder, CLASSES[0]!, 'broken.png'), 'no picture');
}

describeInBrowser('one’s own pictures', () => {
  const step = journey();
  let app: RunningApp;
  let page: Page;
  let folder: string;
  let pictures: string;
  const uploads = join(cacheRoot(), 'uploads');
  let before: string[] = [];

  beforeAll(async () => {
    await testEngine();
    folder = mkdtempSync(join(tmpdir(), 'skipwire-pictures-'));
    pictures = join(folder, 'Two lights');
    await makePictures(pictures);
    before = existsSync(uploads) ? readdirSync(uploads) : [];
    app = await startApp();
    page = await app.open();
  }, ENGINE_TIMEOUT);
  afterAll(async () => {
    await app?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const go = (view: string) =>
    page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();

  step('a folder dropped in Build is recognized, with its classes and counts', async () => {
    await drop(page, pictures);
    const dialog = page.getByRole('dialog', { name: 'Import these images' });
    await dialog.getByText('A folder of images for each of 2 classes.').waitFor();
    await dialog.getByText(CLASSES[0]!).waitFor();
    expect(await dialog.getByLabel('Name').inputValue()).toBe('Two lights');
    await dialog.getByLabel('Name').fill('Lights of mine');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  });

  step('its page opens by itself, says what was dropped, and nothing is left of the upload', async () => {
    await page.getByRole('heading', { name: 'Lights of mine' }).waitFor();
    await page.getByText(/ · 1 skipped/).waitFor();
    await eventually(() => {
      const left = existsSync(uploads) ? readdirSync(uploads).filter((name) => !before.includes(name)) : [];
      expect(left).toEqual([]);
    });
  });

  step('its pictures stand in the grid, by class, and large', async () => {
    const grid = page.getByRole('grid', { name: 'Examples of Lights of mine' });
    await grid
      .getByRole('gridcell', { name: /^light, training image \d+$/ })
      .first()
      .waitFor();
    await page.getByRole('combobox', { name: 'Class' }).fill('dark');
    await page.getByRole('option', { name: /dark and stormy/ }).click();
    await grid
      .getByRole('gridcell', { name: /^dark and stormy, training image/ })
      .first()
      .waitFor();
    expect(await grid.getByRole('gridcell', { name: /^light/ }).count()).toBe(0);

    await grid.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const large = page.getByRole('dialog', { name: 'dark and stormy' });
    await large.getByText('40 × 32 px').waitFor();
    await large.getByText(/^2 of /).waitFor();
    await page.keyboard.press('Home');
    await large.getByText(/^1 of /).waitFor();
    // The photograph itself, not its thumbnail.
    const natural = await large.locator('img').evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    });
    expect(natural).toEqual([40, 32]);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await large.getByRole('button', { name: 'Copy index' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^\d+$/);
    await page.keyboard.press('Escape');
  });

  step('a folder without pictures is refused in the host’s words, and the way back is open', async () => {
    const empty = join(folder, 'no pictures');
    mkdirSync(empty);
    writeFileSync(join(empty, 'notes.txt'), 'nothing to see');
    await drop(page, empty);
    const dialog = page.getByRole('dialog', { name: 'Add your own images' });
    const refusal = dialog.getByRole('alert');
    await refusal.getByText(/In no pictures, no file has a name like an image: notes\.txt\./).waitFor();
    // Nothing from the folder around the copy.
    expect(await refusal.innerText()).not.toContain('uploads');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('heading', { name: 'Lights of mine' }).waitFor();
  });

  step(
    'a network trains on them for an epoch',
    async () => {
      await page.getByRole('button', { name: 'Presets' }).click();
      const presets = page.getByRole('dialog', { name: 'Presets' });
      await presets.getByLabel('classes').fill('2');
      await presets.getByRole('button', { name: 'ResNet-20', exact: true }).click();
      await page.getByRole('tab', { name: 'ResNet-20' }).waitFor();
      await go('Data');
      await page.getByRole('button', { name: 'Train on it' }).click();
      await page.getByRole('textbox', { name: 'epochs' }).fill('1');
      await page.getByRole('textbox', { name: 'batch size' }).fill('8');
      await page.getByRole('button', { name: 'Start training' }).click();
      const run = page.getByRole('group', { name: 'Run ResNet-20, seed 1' });
      await run.getByText(/finished · validation [\d.]+%/).waitFor({ timeout: 240_000 });
    },
    300_000,
  );

  step(
    'one picture is shown as the network sees it, and the next one too',
    async () => {
      await go('Data');
      await page.getByRole('tab', { name: 'Examples' }).click();
      await page.getByRole('grid', { name: 'Examples of Lights of mine' }).focus();
      await page.keyboard.press('Enter');
      const large = page.getByRole('dialog');
      await large.getByRole('button', { name: 'As the network sees it' }).click();
      const view = large.getByRole('region', { name: 'As the network sees it' });
      await view.getByText('bilinear, stretched to 32 × 32').waitFor({ timeout: 120_000 });
      const drawn = () =>
        view.locator('canvas').evaluateAll((all) =>
          all.map((one) => {
            const canvas = one as HTMLCanvasElement;
            const [red] = canvas.getContext('2d')!.getImageData(1, 1, 1, 1).data;
            return [canvas.width, canvas.height, red];
          }),
        );
      const first = await drawn();
      const level = first[0]![2];
      // A gray square stays what it is: decoded, resized, augmented, normalized.
      expect(first).toEqual([[40, 32, level], ...Array(3).fill([32, 32, level])]);
      await large.getByRole('button', { name: 'Next example' }).click();
      // No two pictures have the same gray.
      await eventually(async () => {
        const [next, ...stages] = await drawn();
        expect(next![2]).not.toBe(level);
        expect(stages).toEqual(Array(3).fill([32, 32, next![2]]));
      });
      await page.keyboard.press('Escape');
    },
    150_000,
  );

  step('the pipeline is shown step by step, as the network sees it, and above the canvas', async () => {
    await go('Data');
    await page.getByRole('tab', { name: 'Pipeline' }).click();
    const view = page.getByRole('region', { name: 'As the network sees it' });
    await view.getByText('bilinear, stretched to 32 × 32').waitFor({ timeout: 120_000 });
    const sizes = await view.locator('canvas').evaluateAll((all) =>
      all.map((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const pixels = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height).data;
        return `${width}x${height}${new Set(pixels).size > 1 ? '' : ' blank'}`;
      }),
    );
    // Each picture as it was, resized, augmented and normalized.
    const many = sizes.length / 4;
    expect(many).toBeGreaterThan(1);
    expect(sizes).toEqual([...Array(many).fill('40x32'), ...Array(3 * many).fill('32x32')]);
    await view.getByRole('button', { name: 'Next epoch' }).click();
    await view.getByText(/^Epoch 2 for ResNet-20/).waitFor();
    await go('Build');
    await page
      .getByRole('region', { name: 'Input pipeline' })
      .getByText('Resize')
      .waitFor({ timeout: 120_000 });
  });

  step('shown larger, its pictures come larger', async () => {
    const asked = new Promise<void>((resolve) => {
      page.on('websocket', (socket) =>
        socket.on('framesent', ({ payload }) => {
          if (String(payload).includes('"side":192')) resolve();
        }),
      );
    });
    await page.reload();
    await go('Data');
    await page.getByRole('button', { name: /^Lights of mine/ }).click();
    // The page opens on what was looked at last.
    await page.getByRole('tab', { name: 'Examples' }).click();
    const grid = page.getByRole('grid', { name: 'Examples of Lights of mine' });
    await grid.getByRole('gridcell').first().waitFor();
    await page.getByRole('slider', { name: 'Thumbnail size' }).focus();
    await page.keyboard.press('End');
    await asked;
    await grid
      .getByRole('gridcell', { name: /training image/ })
      .first()
      .waitFor();
  });

  step('the page raised no error on the way', () => {
    expect(app.pageErrors).toEqual([]);
  });
});
