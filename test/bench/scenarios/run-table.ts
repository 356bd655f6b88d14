/** Compare with many runs, in Chromium: the script that opening it, filtering and sorting cost. */
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { packageRoot } from '../../../main/basics/package-root';
import { launchChromium } from '../../support/chromium';
import { startedSkipwire } from '../command';
import { writeManyRuns } from '../many-runs';
import { addressOf } from '../page-address';
import { markdownTable } from '../report';
import { median } from '../statistics';
import type { Scenario } from './scenario';

const FULL = { runs: 500, epochs: 200, steps: 1000 };
const QUICK = { runs: 40, epochs: 10, steps: 50 };
const BARS = { open: 300, filter: 50, sort: 50 } as const;
type What = keyof typeof BARS;

const FILTERS = ['lr < 0.05 and arm = Plain*', 'best > 90%', 'seed = 3 or state = failed', ''];
const COLUMNS = ['Accuracy', 'Loss', 'Best accuracy', 'Run'];

export const runTable: Scenario = {
  id: 'run-table',
  title: 'Compare with 500 runs of 200 epochs',
  run: async ({ options, folder, say }) => {
    const size = options.quick ? QUICK : FULL;
    const data = join(folder, 'data');
    writeManyRuns(join(data, 'runs'), size);
    say(`${size.runs} runs of ${size.epochs} epochs are written`);
    const measured: Record<What, number[]> = { open: [], filter: [], sort: [] };
    const host = startedSkipwire({ root: packageRoot(), data }, ['serve', '--port', '0']);
    const browser = await launchChromium();
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
      const session = await page.context().newCDPSession(page);
      // Thread ticks: the time that the page's thread had the processor, so that a busy machine does not count.
      await session.send('Performance.enable', { timeDomain: 'threadTicks' });
      await page.goto(await addressOf(host.stdout));
      for (let round = 0; round < options.rounds; round++) {
        await openView(page, 'Build');
        await page.reload();
        await page.getByRole('navigation').first().waitFor();
        await measureRound(page, session, measured);
        say(`round ${round + 1} of ${options.rounds}: ${words(measured)}`);
      }
    } finally {
      await browser.close();
      process.kill(host.pid, 'SIGTERM');
      await host.ended.catch(() => undefined);
    }
    const whats = Object.keys(BARS) as What[];
    return {
      bars: whats.map((what) => ({
        what: `Compare, ${size.runs} runs x ${size.epochs} epochs: script to ${what}`,
        measured: median(measured[what]) / 1000,
        bar: BARS[what] / 1000,
        unit: 's',
      })),
      body: [
        markdownTable(
          ['what', 'ms of script, median', 'min', 'max', 'times'],
          whats.map((what) => {
            const ms = measured[what];
            const figures = [median(ms), Math.min(...ms), Math.max(...ms)];
            return [what, ...figures.map((value) => value.toFixed(0)), String(ms.length)];
          }),
        ),
      ],
      notes: [
        'Script as Chromium counts it (ScriptDuration), from the click or key until nothing more runs: layout and painting are not in it. Open: the first time in a page, with the 20 runs of the newest study in the charts, 1,000 steps each. Panels far below are drawn later (renderer/layout/Later.tsx); on a busy machine some of them are in it.',
      ],
    };
  },
};

async function measureRound(page: Page, session: CDPSession, measured: Record<What, number[]>) {
  const measure = async (what: What, act: () => Promise<unknown>) => {
    const before = await idleScript(page, session);
    await act();
    measured[what].push((await idleScript(page, session)) - before);
  };
  await measure('open', async () => {
    await openView(page, 'Compare');
    await page.getByRole('treegrid').waitFor();
  });
  const filter = page.getByRole('textbox', { name: 'Filter runs' });
  for (const typed of FILTERS) await measure('filter', () => filter.fill(typed));
  for (const name of COLUMNS) {
    const head = page.getByRole('columnheader').getByRole('button', { name, exact: true });
    await measure('sort', () => head.click());
  }
}

const openView = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation').first().getByRole('button', { name }).click();

const QUIET_MS = 250;

/** Milliseconds of script since the page was loaded, once three looks in a row find nothing more. */
async function idleScript(page: Page, session: CDPSession): Promise<number> {
  let last = Number.NEGATIVE_INFINITY;
  for (let same = 0; same < 3; ) {
    await page.waitForTimeout(QUIET_MS);
    const { metrics } = await session.send('Performance.getMetrics');
    const script = 1000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0);
    same = script - last < 2 ? same + 1 : 0;
    last = script;
  }
  return last;
}

const words = (measured: Record<What, number[]>): string =>
  Object.entries(measured)
    .map(([what, ms]) => `${what} ${median(ms).toFixed(0)} ms`)
    .join(', ');
