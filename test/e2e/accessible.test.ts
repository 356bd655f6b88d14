/** Every view, dialog, menu and popover is checked by axe in both themes, and what is closed gives the focus back. Nothing is trained. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import type { SurfaceRequest } from '../../core/contract/surface';
import type { TrainingEvent } from '../../core/contract/training';
import { runRecordSchema } from '../../core/study/run';
import { placeOf, type Surface } from '../../core/surface/surface';
import { runFolder } from '../../main/runs/folder';
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

const checkpoint = { file: 'last.safetensors', epoch: 3, step: 12 };

/** Runs that look as if they had been trained here: they have a checkpoint and a log. */
function writeRuns(root: string): void {
  writeManyRuns(root, { runs: 4, epochs: 3, steps: 12 });
  for (const id of readdirSync(root)) {
    const { record, log } = runFolder(join(root, id));
    const run = runRecordSchema.parse(JSON.parse(readFileSync(record, 'utf8')));
    const checkpoints = [{ ...checkpoint, roles: ['last', 'best'] }];
    writeFileSync(record, JSON.stringify({ ...run, checkpoints, checkpointEpoch: 3 }));
    const lines = ['compiling the network', 'epoch 1: loss 2.1', 'failed: The worker ended.'];
    writeFileSync(log, lines.map((line, second) => `2026-11-29T20:00:0${second}.000Z ${line}\n`).join(''));
  }
}

/** One picture in each of three folders, and a file that is none. */
async function writePictures(folder: string): Promise<void> {
  for (const name of ['cat', 'Cat', 'dog']) {
    mkdirSync(join(folder, name), { recursive: true });
    const create = { width: 8, height: 8, channels: 3 as const, background: 'gray' };
    await sharp({ create })
      .png()
      .toFile(join(folder, name, '1.png'));
  }
  writeFileSync(join(folder, 'dog', 'broken.png'), 'no picture');
}

/** A bowl for each network. */
const surfaces = ({ of, settings }: SurfaceRequest): Surface[] =>
  of.map((_, network) => {
    const places = Array.from({ length: settings.points ** 2 }, (_, index) => placeOf(settings, index));
    return {
      format: 'skipwire.surface',
      version: 1,
      settings,
      checkpoint,
      data: '',
      images: 60,
      losses: places.map(([x, y]) => 0.2 + x * x + (1 + network) * y * y),
      accuracies: places.map(() => 0.5),
    };
  });

describeInBrowser('for people who use a keyboard, a screen reader or large type', () => {
  const step = journey();
  const host = sender();
  let opened: OpenWindow;
  let pictures: string;
  let page: Page;

  beforeAll(async () => {
    opened = await openWindow(
      ({ training }) => ({
        training: Object.assign(Object.create(training), {
          status: () => ({ studyId: 'study-1', active: false, runs: [] }),
          events: host.events,
        }),
        surfaces: { async *events() {}, kept: async (request) => surfaces(request) },
      }),
      async (folder) => {
        writeRuns(join(folder, 'runs'));
        pictures = join(folder, 'pets');
        await writePictures(pictures);
      },
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
  const said = () => page.getByRole('region', { name: 'Announcements' });
  const isSaid = (words: string | RegExp) => said().getByText(words).first().waitFor();
  const focus = () => page.evaluate(() => document.activeElement?.tagName);

  const notLost = (after = 'Enter') =>
    eventually(async () => expect([after, await focus()]).not.toEqual([after, 'BODY']));

  /** Checks what a key opens over the view, and that Escape closes it and leaves the focus somewhere. */
  async function over(what: string, open: () => Promise<unknown>, role = 'dialog'): Promise<void> {
    await open();
    const popup = page.locator(`[role=${role}]:visible`).last();
    await popup.waitFor();
    await clean(what, `[role=${role}]`);
    await press('Escape');
    await popup.waitFor({ state: 'detached' });
    await notLost(what);
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
    await isSaid(/^Stage 1, folded group, .*, selected$/);
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
    await press('Escape', 'Control+z');
  });

  /** Finds it by its name. */
  const command = async (name: string) => {
    await press('Control+Shift+P');
    await page.keyboard.type(name);
    await press('Enter');
  };
  const opens = async (name: string) => {
    await command(`Open ${name}`);
    await page.getByRole('tab', { name: new RegExp(`^${name}`), selected: true }).waitFor();
  };
  const current = () => page.getByRole('tab', { selected: true }).innerText();

  step('a broken graph, and where the focus goes', async () => {
    await node(/^Stem/).focus();
    // The menu of what has the focus, selected or not.
    await press('Shift+F10');
    await page.getByRole('menu', { name: 'Menu of the selection' }).waitFor();
    await item(/^Delete/).press('Enter');
    await node(/^Stem/).waitFor({ state: 'detached' });
    await node(/^Stage 1, .*Unfinished: /)
      .and(page.locator(':focus'))
      .waitFor();
    await button(/^Unfinished: /).press('Enter');
    await page.getByRole('region', { name: 'Problems' }).waitFor();
    await clean('Build, a broken graph');
    await button('Close problems').press('Enter');
    await notLost();
    await press('Control+z');
    await node(/^Stem/).waitFor();
    await isSaid('Undone: Delete');
  });

  step('graphs side by side, compared, and as code', async () => {
    await opens('Plain-20');
    await button('Show code').press('Enter');
    await page.getByRole('region', { name: 'Keras code' }).waitFor();
    await clean('Build, code');
    await button('Hide code', page.getByRole('region', { name: 'Code', exact: true })).press('Enter');
    await notLost();
    const choice = page.getByRole('dialog', { name: 'Compare Plain-20 with' });
    const choosing = async () => {
      await command('Compare with another graph');
      await choice.waitFor();
    };
    await over('Compare', choosing);
    await choosing();
    await button('ResNet-20', choice).press('Enter');
    await page.getByRole('complementary', { name: 'Comparison' }).waitFor();
    await command('Unfold all groups');
    await clean('Build, a comparison');
    await button('Stop comparing').press('Enter');
    await notLost();
    await opens('ResNet-32');
    await press('Control+\\');
    await page.getByRole('tab', { name: /^ResNet-20/ }).click();
    await press('Control+\\');
    const close = page.getByRole('button', { name: /^Close the pane of / });
    await eventually(async () => expect(await close.count()).toBe(3));
    await clean('Build, three panes');
    const active = await current();
    await close.nth(1).click();
    await eventually(async () => expect(await close.count()).toBe(2));
    expect(await current()).toBe(active);
    await close.first().press('Enter');
    await notLost();
    expect(await current()).toBe(active);
  });

  step('Data', async () => {
    await node(/^Stem/).focus();
    await press('Alt+2');
    // A view that a key leads to is read, and Tab goes on from its start.
    await page.getByRole('main', { name: 'Data' }).and(page.locator(':focus')).waitFor();
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
    await button('Add your own').press('Enter');
    const adding = page.getByRole('dialog');
    const path = adding.getByRole('textbox');
    await path.fill(`${pictures}-of-nobody`);
    await path.press('Enter');
    await adding.getByRole('alert').waitFor();
    await clean('Data, a folder that is not there', '[role=dialog]');
    // There it can be corrected.
    await path.and(page.locator(':focus')).waitFor();
    await path.fill(pictures);
    await path.press('Enter');
    await adding.getByText('differ only in spelling').waitFor();
    await clean('Data, a folder of pictures', '[role=dialog]');
    await press('Escape');
    await adding.waitFor({ state: 'detached' });
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
    await isSaid('ResNet-20, seed 1: training started');
    await said().getByRole('alert').getByText('The worker ended.').waitFor();
    await clean('Train, failed');
  });

  step('Compare', async () => {
    await go('Compare');
    const table = page.getByRole('treegrid');
    await table.waitFor();
    const relief = button('3-D');
    await relief.press('Enter');
    const turned = page.getByRole('slider', { name: /^Turn/ });
    const angle = await turned.getAttribute('aria-valuenow');
    await turned.press('ArrowRight');
    expect(await turned.getAttribute('aria-valuenow')).not.toBe(angle);
    await clean('Compare');
    await overButton(/^Group/);
    await overButton('Columns');
    await overButton('Views', 'menu');
    await overItem('Views', 'Save this view');
    await overButton('Add a chart', 'menu');
    await overButton(/^Validation loss: axis/, 'menu');
    await overButton('Axes', 'menu');
    await table.focus();
    await press('ArrowDown');
    for (const key of ['Enter', 'F2']) await overKey(key);
    for (const key of ['Shift+F10', 'ContextMenu']) await overKey(key, 'menu');
    await over('Log', async () => {
      await press('Shift+F10');
      await item('Show log').press('Enter');
      await page.getByRole('log', { name: 'Lines of the log' }).getByText('The worker ended.').waitFor();
    });
  });

  step('Predict and Export', async () => {
    for (const view of ['Predict', 'Export']) {
      await go(view);
      await clean(view);
    }
  });

  /** Names of controls that cannot be scrolled into the window, or are covered or cut off there. The canvas pans. */
  const unreachable = (within = 'body') =>
    page.evaluate((within) => {
      const root = [...document.querySelectorAll(within)].at(-1)!;
      const controls = [...root.querySelectorAll<HTMLElement>('button, input, [role=tab], [role=combobox]')];
      return controls
        .filter((control) => !control.closest('.react-flow, [aria-hidden=true]') && control.checkVisibility())
        .filter((control) => {
          control.scrollIntoView({ block: 'nearest', inline: 'nearest' });
          const { left, right, top, bottom, width, height } = control.getBoundingClientRect();
          if (left < -1 || top < -1 || right > window.innerWidth + 1 || bottom > window.innerHeight + 1)
            return true;
          // What is only for screen readers has one pixel.
          if (Math.min(width, height) < 3) return false;
          const shown = document.elementFromPoint(left + width / 2, top + height / 2);
          return !shown || !(control.contains(shown) || shown.contains(control) || shown.closest('label'));
        })
        .map((control) => control.getAttribute('aria-label') ?? control.textContent);
    }, within);

  /** What scrolls to a side in the topmost dialog. Tables and lines of code may. */
  const sideways = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('[role=dialog]')]
        .slice(-1)
        .flatMap((dialog) => [dialog, ...dialog.querySelectorAll('*')])
        .filter(
          (element) =>
            /auto|scroll/.test(getComputedStyle(element).overflowX) &&
            element.scrollWidth > element.clientWidth + 1 &&
            !element.closest('table, pre, [role=grid]') &&
            !element.querySelector('table'),
        )
        .map(({ className }) => className),
    );

  const DIALOGS = [
    ['Build', 'Presets'],
    ['Build', 'Settings'],
    ['Train', /^Where it trains/],
    ['Train', 'Find a learning rate'],
    ['Train', 'Matrix of runs'],
    ['Compare', /^Group/],
    ['Compare', 'Columns'],
    ['Data', 'Add your own'],
  ] as const;

  /** With the title of the dialog that each opens. */
  const COMMANDS = {
    Welcome: 'What are the shortcuts worth?',
    Licenses: 'Licenses',
    'Open the bin': 'Bin',
    'Save the view of the run table': 'Save view',
  };

  async function fits(name: string, open: () => Promise<unknown>): Promise<void> {
    await open();
    await page.locator('[role=dialog]:visible').last().waitFor();
    await eventually(async () =>
      expect([name, await unreachable('[role=dialog]'), await sideways()]).toEqual([name, [], []]),
    );
    await press('Escape');
    // The search goes, too, if it opened this one.
    await eventually(async () =>
      expect([name, await page.locator('[role=dialog]').count()]).toEqual([name, 0]),
    );
  }

  step('at 200% zoom every control can be reached, and pages do not scroll to a side', async () => {
    // A window of 1440 by 900.
    await page.setViewportSize({ width: 720, height: 450 });
    for (const view of ['Build', 'Data', 'Train', 'Compare', 'Predict', 'Export']) {
      await go(view);
      const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect([view, scrolls, await unreachable()]).toEqual([view, false, []]);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  step('at 200% zoom, also of a smaller window, dialogs are whole', async () => {
    for (const [width, height] of [
      [720, 450],
      [512, 350],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (const [view, name] of DIALOGS) {
        await go(view);
        await fits(String(name), () => button(name).press('Enter'));
      }
      await go('Build');
      for (const keys of ['Control+Shift+P', '?', 'Control+Shift+O', 'Control+F'])
        await fits(keys, () => press(keys));
      for (const [name, title] of Object.entries(COMMANDS))
        await fits(name, async () => {
          await command(name);
          await page.getByRole('dialog', { name: title }).waitFor();
        });
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  step(
    'with the colors of the system, what is chosen differs, and with more contrast lines are darker',
    async () => {
      await go('Export');
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
