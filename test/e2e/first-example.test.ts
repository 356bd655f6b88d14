/**
 * How long it takes from choosing a data set of 50,000 images to its first example on the screen, and how the grid
 * scrolls. The figures are printed, not judged: the machine may be busy with other things.
 */
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { OVERVIEW_FILE } from '../../main/datasets/examples/overview';
import { realCifarFolder } from '../support/datasets';
import { until } from '../support/eventually';
import { describeInBrowser, type RunningApp, startApp } from './support/app';

const TIMES = 3;
const real = realCifarFolder();
const [SET, OTHER] = real ? ['CIFAR-10', 'MNIST'] : ['Shapes', 'MNIST'];

describeInBrowser('50,000 images', () => {
  let app: RunningApp;
  let page: Page;

  beforeAll(async () => {
    app = await startApp();
    if (real) symlinkSync(join(real, 'cifar10'), join(ensured(join(app.dataFolder, 'datasets')), 'cifar10'));
    page = await app.open();
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Data' }).click();
  });
  afterAll(() => app?.close());

  const choose = (name: string) => page.getByRole('button', { name: new RegExp(`^${name} `) });

  test('stand ready', async () => {
    // CIFAR-10 itself where this machine has it; drawn ones otherwise.
    if (real) return;
    await choose('Shapes').click();
    await page.getByRole('textbox', { name: 'Training images' }).fill('50000');
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    await page.getByRole('grid', { name: 'Examples of Shapes' }).waitFor({ timeout: 240_000 });
  }, 300_000);

  test('the first of them is on the screen soon after the set was chosen', async () => {
    const took: number[] = [];
    for (let i = 0; i < TIMES; i++) {
      await choose(OTHER).click();
      await page.getByRole('grid').waitFor({ state: 'detached' });
      took.push(await page.evaluate(firstExample, SET));
    }
    took.sort((a, b) => a - b);
    console.info(
      `first example on screen after choosing ${SET}, 50,000 images: median ${took[TIMES >> 1]!.toFixed(0)} ms, ` +
        `worst ${took.at(-1)!.toFixed(0)} ms of ${TIMES}`,
    );
    expect(took).toHaveLength(TIMES);
  });

  test('its overview is computed in the background, and then leaps show no empty tiles', async () => {
    const file = join(app.dataFolder, 'datasets', real ? 'cifar10' : 'shapes', OVERVIEW_FILE);
    await until(() => existsSync(file));
    await choose(OTHER).click();
    await page.getByRole('grid').waitFor({ state: 'detached' });
    await choose(SET).click();
    const grid = page.getByRole('grid');
    await grid.getByRole('gridcell').first().waitFor();
    // Fetched once the first images are there; what is leapt to is drawn within the frame.
    for (let empty = true; empty; await page.waitForTimeout(100)) {
      empty = await grid.evaluate(async (element) => {
        element.scrollTop = Math.random() * element.scrollHeight;
        await new Promise((resolve) => element.addEventListener('scroll', resolve, { once: true }));
        const canvases = [...element.querySelectorAll('canvas')];
        return canvases.some(({ dataset }) => Number(dataset.loaded) + Number(dataset.sketched) === 0);
      });
    }
  }, 300_000);

  test('all of it can be scrolled through, and the last image is at the end', async () => {
    const grid = page.getByRole('grid');
    const { frames, seconds, worst, empty } = await grid.evaluate(scrollThrough);
    console.info(
      `scrolling through 50,000 images in ${seconds.toFixed(1)} s: ${(frames / seconds).toFixed(0)} frames a second, ` +
        `longest ${worst.toFixed(0)} ms, ${(100 * empty).toFixed(0)} % of the tiles empty`,
    );
    await grid.getByRole('gridcell', { name: /training image 49,999$/ }).waitFor();
    // Only what is in sight is there.
    expect(await grid.getByRole('row').count()).toBeLessThan(40);
  });

  test('the page raised no error on the way', () => {
    expect(app.pageErrors).toEqual([]);
  });
});

function ensured(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** In the page: clicks the set, and waits for the frame after the first row has images. Milliseconds. */
function firstExample(name: string): Promise<number> {
  return new Promise((resolve) => {
    const buttons = [...document.querySelectorAll('button')];
    const began = performance.now();
    buttons.find((button) => button.textContent?.startsWith(name))?.click();
    const look = () => {
      const canvas = document.querySelector<HTMLCanvasElement>('[role="grid"] canvas');
      if (Number(canvas?.dataset.loaded ?? 0) > 0) {
        // The frame in which it was drawn is on the screen when the next begins.
        requestAnimationFrame(() => resolve(performance.now() - began));
      } else requestAnimationFrame(look);
    };
    look();
  });
}

/** In the page: from the top to the end in 100 steps of one frame each. */
async function scrollThrough(
  grid: Element,
): Promise<{ frames: number; seconds: number; worst: number; empty: number }> {
  const STEPS = 100;
  const began = performance.now();
  let last = began;
  let worst = 0;
  let [tiles, filled] = [0, 0];
  for (let step = 1; step <= STEPS; step++) {
    grid.scrollTop = (step / STEPS) * grid.scrollHeight;
    await new Promise((next) => requestAnimationFrame(next));
    const now = performance.now();
    worst = Math.max(worst, now - last);
    last = now;
    for (const { dataset } of grid.querySelectorAll<HTMLCanvasElement>('canvas')) {
      tiles += Number(grid.getAttribute('aria-colcount'));
      filled += Number(dataset.loaded) + Number(dataset.sketched);
    }
  }
  return { frames: STEPS, seconds: (performance.now() - began) / 1000, worst, empty: 1 - filled / tiles };
}
