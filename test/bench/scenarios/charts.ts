/** Script that charts cost in Chromium: while many curves are moved, and while runs train. */
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { launchChromium } from '../../support/chromium';
import type { ChartsPage } from '../pages/charts';
import { markdownTable } from '../report';
import { median, percentile95 } from '../statistics';
import type { Scenario } from './scenario';

declare global {
  var charts: ChartsPage;
}

const CURVES = 50;
const STEPS = 100_000;
const LIVE_RUNS = 8;
const LIVE_STEPS = 20_000;
/** The window redraws this often while runs train (renderer/client/training.ts). */
const UPDATES_PER_SECOND = 4;

/** Milliseconds that the page has spent in scripts. */
async function scriptTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN);
}

async function costs(count: number, session: CDPSession, action: (turn: number) => Promise<unknown>) {
  const each: number[] = [];
  for (let turn = 0; turn < count; turn++) {
    const before = await scriptTime(session);
    await action(turn);
    each.push((await scriptTime(session)) - before);
  }
  return each;
}

const nextFrame = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));

/** Shift and a drag over the first chart, a few pixels in each frame. */
async function moved(page: Page, session: CDPSession, frames: number): Promise<number[]> {
  const plot = page.getByRole('slider').first();
  const box = await plot.boundingBox();
  if (!box) throw new Error('The page has no chart.');
  await page.mouse.move(box.x + box.width - 20, box.y + 60);
  await page.keyboard.down('Shift');
  await page.mouse.down();
  await nextFrame(page);
  const each = await costs(frames, session, async (turn) => {
    await page.mouse.move(box.x + box.width - 20 - 3 * (turn + 1), box.y + 60);
    await nextFrame(page);
  });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  return each;
}

export const chartScripts: Scenario = {
  id: 'charts',
  title: 'Charts in Chromium',
  run: async ({ options, say }) => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await page.setContent('<body></body>');
      await page.addScriptTag({ path: join(__dirname, 'pages', 'charts.js') });
      const session = await page.context().newCDPSession(page);
      // Time that the thread ran: other processes do not lengthen it.
      await session.send('Performance.enable', { timeDomain: 'threadTicks' });
      const steps = options.quick ? STEPS / 100 : STEPS;
      say(`drawing ${CURVES} curves of ${steps} points`);
      const [first = Number.NaN] = await costs(1, session, () =>
        page.evaluate(([runs, count]) => globalThis.charts.draw(runs, count), [CURVES, steps] as const),
      );
      await page.evaluate(() => globalThis.charts.show(0.1, 0.5));
      const frames = options.quick ? 10 : 60;
      await page.evaluate(() => globalThis.charts.shown(1));
      const move = await moved(page, session, frames);
      say(`${LIVE_RUNS} runs train`);
      await page.evaluate(([runs, count]) => globalThis.charts.draw(runs, count), [
        LIVE_RUNS,
        options.quick ? 100 : LIVE_STEPS,
      ] as const);
      await page.evaluate(() => globalThis.charts.shown(2));
      await page.evaluate(() => globalThis.charts.show(0, 1));
      const live = await costs(options.quick ? 5 : 40, session, () =>
        page.evaluate(() => globalThis.charts.train(5)),
      );
      const perRun = (UPDATES_PER_SECOND * median(live)) / LIVE_RUNS;
      const row = (what: string, values: readonly number[]) => [
        what,
        ...[median(values), percentile95(values), Math.max(...values)].map((value) => value.toFixed(1)),
      ];
      return {
        bars: [
          {
            what: `script per frame while ${CURVES} curves of ${STEPS} points are moved, 95th percentile`,
            measured: percentile95(move),
            bar: 16,
            unit: 'ms',
          },
          {
            what: `script per second for each of ${LIVE_RUNS} runs that train`,
            measured: perRun,
            bar: 2,
            unit: 'ms',
          },
        ],
        body: [
          markdownTable(
            ['what', 'ms of script, median', '95th percentile', 'max'],
            [
              row(`one chart of ${CURVES} curves is moved, a frame`, move),
              row(`${LIVE_RUNS} runs get 5 steps each, both charts`, live),
            ],
          ),
        ],
        notes: [
          `Charts of 560 pixels, smoothed, with the raw curves behind. The first drawing of two charts, with the runs made up for it, took ${(first / 1000).toFixed(1)} s of script, once.`,
          `Runs that train have ${LIVE_STEPS} steps; the window redraws ${UPDATES_PER_SECOND} times a second.`,
          'Script is what Chromium counts as such (ScriptDuration, in time of the thread), so layout and painting are not in it.',
        ],
      };
    } finally {
      await browser.close();
    }
  },
};
