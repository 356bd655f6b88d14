/** Every view, dialog, menu and popover is checked by axe in both themes, and what is closed gives the focus back. Nothing is trained. */
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { TrainingEvent } from '../../core/contract/training';
import { writeManyRuns } from '../bench/many-runs';
import { eventually } from '../support/eventually';
import { journey } from '../support/journey';
import { run, settings } from '../unit/renderer-views/fixtures';
import { describeInBrowser } from './support/app';
import { violations } from './support/axe';
import { type OpenWindow, openWindow } from './support/window';

const running = run('run-1', {
  arm: 'ResNet-20',
  startedAt: '2026-11-29T20:00:00.000Z',
  stepsPerEpoch: 10,
  settings: settings({ epochs: 2 }),
});
const failed = { ...running, state: 'failed', error: 'The worker ended.' } as const;

/** Events that the host sends when the test says so. */
function sender() {
  let send: (event: TrainingEvent) => void = () => {};
  const waiting: TrainingEvent[] = [];
  return {
    send(event: TrainingEvent) {
      waiting.push(event);
      send(event);
    },
    async *events(): AsyncGenerator<TrainingEvent, undefined> {
      for (;;) {
        const next = waiting.shift();
        if (next) yield next;
        else await new Promise<TrainingEvent>((resolve) => (send = resolve));
      }
    },
  };
}

describeInBrowser('for people who use a keyboard, a screen reader or large type', () => {
  const step = journey();
  const host = sender();
  let opened: OpenWindow;
  let page: Page;

  beforeAll(async () => {
    opened = await openWindow(
      ({ training }) => ({
        training: Object.assign(Object.create(training), {
          status: () => ({ studyId: 'study-1', active: false, runs: [] }),
          events: host.events,
        }),
      }),
      async (folder) => writeManyRuns(join(folder, 'runs'), { runs: 4, epochs: 3, steps: 12 }),
    );
    page = opened.page;
    await opened.services.datasets.generate({ trainCount: 60, valCount: 20, seed: 1 });
    // It may have listed the data sets before.
    await page.reload();
    await page.emulateMedia({ reducedMotion: 'reduce' });
  }, 120_000);
  afterAll(() => opened?.close());

  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const button = (name: string | RegExp, within: Page | Locator = page) =>
    within.getByRole('button', { name, exact: true }).first();
  const item = (name: string | RegExp) => page.getByRole('menuitem', { name }).first();
  const go = async (view: string) => {
    await button(view, page.getByRole('navigation', { name: 'Views' })).click();
    await page.getByRole('main', { name: view }).waitFor();
  };
  /** Estimates are dimmed until they are there. */
  const clean = (where: string, within?: string) =>
    eventually(async () => expect([where, await violations(page, within)]).toEqual([where, []]));
  const focus = () => page.evaluate(() => document.activeElement?.tagName);

  /** Checks what a key opens over the view, and that Escape closes it and leaves the focus somewhere. */
  async function over(what: string, open: () => Promise<unknown>, role = 'dialog'): Promise<void> {
    await open();
    const popup = page.locator(`[role=${role}]:visible`).last();
    await popup.waitFor();
    await clean(what, `[role=${role}]`);
    await press('Escape');
    await popup.waitFor({ state: 'detached' });
    await eventually(async () => expect([what, await focus()]).not.toEqual([what, 'BODY']));
  }
  const overKey = (key: string, role?: string) => over(key, () => press(key), role);
  const overButton = (name: string | RegExp, role?: string) =>
    over(String(name), () => button(name).press('Enter'), role);
  const overItem = (menu: string, name: string) =>
    over(name, async () => {
      await button(menu).press('Enter');
      await item(name).press('Enter');
    });

  step('the window', async () => {
    await button('New graph').waitFor();
    await clean('Build, empty');
    await overButton('Presets');
    await overButton('Menu', 'menu');
    await overButton('Help', 'menu');
    await overButton('Settings');
    await overButton(/^Language/, 'menu');
    await overKey('Control+Shift+P');
    await overKey('?');
    await overKey('Control+Shift+O');
    for (const name of ['Welcome', 'What is a shortcut?', 'Take a tour', 'Licenses'])
      await overItem('Help', name);
    await overItem('Menu', 'Bin');
  });

  const node = (name: RegExp) => page.getByRole('group', { name });

  step('Build', async () => {
    await button('Presets').press('Enter');
    await button('ResNet-20', page.getByRole('dialog', { name: 'Presets' })).press('Enter');
    await node(/^Stage 1/).waitFor();
    await clean('Build, a preset');
    await page.getByTestId('canvas').click({ position: { x: 30, y: 400 } });
    await overKey('Tab');
    await overKey('Control+F');
    await node(/^Stage 1/).focus();
    await press('Enter');
    await clean('Build, a stage');
    await overKey('Shift+F10', 'menu');
    await press('Alt+c', 'ArrowDown', 'ArrowDown', 'Alt+c');
    await page.locator('.react-flow__node-layer').nth(2).focus();
    await press('Enter');
    await clean('Build, a layer');
    await press('Escape');
    const edges = page.getByLabel(/ from input to /);
    const before = await edges.count();
    await node(/^Input/).focus();
    await press('Enter');
    await overKey('l');
    await press('l');
    await page.getByRole('combobox', { name: /^Connect input to/ }).fill('stage1.block1.add');
    await press('Enter');
    await eventually(async () => expect(await edges.count()).toBe(before + 1));
    await press('Control+z');
    await eventually(async () => expect(await edges.count()).toBe(before));
    await press('Escape');
    await page.getByRole('tab', { name: /^ResNet-20/ }).focus();
    await overKey('Shift+F10', 'menu');
    await press('Control+a', 'm');
    await clean('Build, shortcuts removed');
    await page.locator('.react-flow__edge').first().focus();
    await press('Enter');
    await clean('Build, an edge');
    await overKey('Shift+F10', 'menu');
  });

  step('Data', async () => {
    await go('Data');
    await clean('Data');
    await button(/^Shapes/).click();
    const grid = page.getByRole('grid', { name: /^Examples/ });
    await grid.waitFor();
    await clean('Data, examples');
    await grid.focus();
    await overKey('Enter');
    for (const tab of ['About', 'Pipeline']) {
      await page.getByRole('tab', { name: tab }).press('Enter');
      await clean(`Data, ${tab}`);
    }
    await overButton('Remove');
    await overButton('Add your own');
    await button(/^CIFAR-10 /).press('Enter');
    await clean('Data, not downloaded');
  });

  step('Train', async () => {
    await go('Train');
    const sections = page.locator('aside button[aria-expanded=false]:not([aria-haspopup])');
    await sections.first().waitFor();
    while ((await sections.count()) > 0) await sections.first().press('Enter');
    await clean('Train');
    await overButton('Studies', 'menu');
    await overButton('Add an arm', 'menu');
    await overButton('Find a learning rate');
    await overButton('Matrix of runs');
    await overButton(/^Where it trains/);
    await overButton(/^\d notes?$/);
    host.send({ type: 'run', run: running });
    await page.getByRole('group', { name: /^Run ResNet-20/ }).waitFor();
    await clean('Train, running');
    await overButton(/^Actions for ResNet-20/, 'menu');
    host.send({ type: 'run', run: failed });
    host.send({ type: 'idle' });
    const said = page.getByRole('region', { name: 'Announcements' });
    await said.getByRole('log').getByText('ResNet-20, seed 1: training started').waitFor();
    await said.getByRole('alert').getByText('The worker ended.').waitFor();
    await clean('Train, failed');
  });

  step('Compare', async () => {
    await go('Compare');
    const table = page.getByRole('treegrid');
    await table.waitFor();
    await clean('Compare');
    await overButton(/^Group/);
    await overButton('Columns');
    await overButton('Views', 'menu');
    await overButton('Add a chart', 'menu');
    await overButton(/^Validation loss: axis/, 'menu');
    await overButton('Axes', 'menu');
    await table.focus();
    await press('ArrowDown');
    for (const key of ['Enter', 'F2']) await overKey(key);
    for (const key of ['Shift+F10', 'ContextMenu']) await overKey(key, 'menu');
  });

  step('Predict and Export', async () => {
    for (const view of ['Predict', 'Export']) {
      await go(view);
      await clean(view);
    }
  });

  /** Names of controls that cannot be scrolled into the window. The canvas pans. */
  const unreachable = () =>
    page.evaluate(() => {
      const controls = [
        ...document.querySelectorAll<HTMLElement>('button, input, [role=tab], [role=combobox]'),
      ];
      return controls
        .filter((control) => !control.closest('.react-flow, [aria-hidden=true]') && control.checkVisibility())
        .filter((control) => {
          control.scrollIntoView({ block: 'nearest', inline: 'nearest' });
          const { left, right, top, bottom } = control.getBoundingClientRect();
          return left < -1 || top < -1 || right > window.innerWidth + 1 || bottom > window.innerHeight + 1;
        })
        .map((control) => control.getAttribute('aria-label') ?? control.textContent);
    });

  step('at 200% zoom every control can be reached, and pages do not scroll to a side', async () => {
    // A window of 1440 by 900.
    await page.setViewportSize({ width: 720, height: 450 });
    for (const view of ['Build', 'Data', 'Train', 'Compare', 'Predict', 'Export']) {
      await go(view);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect([view, sideways, await unreachable()]).toEqual([view, false, []]);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  step(
    'with the colors of the system, what is chosen differs, and with more contrast lines are darker',
    async () => {
      const current = button('Export', page.getByRole('navigation', { name: 'Views' }));
      const other = button('Data', page.getByRole('navigation', { name: 'Views' }));
      const background = (of: Locator) => of.evaluate((element) => getComputedStyle(element).backgroundColor);
      const line = () =>
        page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--sw-line'));
      await page.emulateMedia({ forcedColors: 'active' });
      expect(await background(current)).not.toBe(await background(other));
      const usual = await line();
      await page.emulateMedia({ forcedColors: 'none', contrast: 'more' });
      expect(await line()).not.toBe(usual);
      expect(opened.pageErrors).toEqual([]);
    },
  );
});
