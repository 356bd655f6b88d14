/** The canvas of Build in Chromium, beside an earlier build: script per frame while large graphs are moved and changed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { buildPreset } from '../../../core/presets';
import { buildNetwork } from '../../../core/presets/build';
import { packageRoot } from '../../../main/basics/package-root';
import { launchChromium } from '../../support/chromium';
import { buildCommit } from '../before';
import { type Build, startedSkipwire } from '../command';
import { addressOf } from '../page-address';
import { type Bar, markdownTable, type Row } from '../report';
import { median, percentile95 } from '../statistics';
import type { Context, Scenario } from './scenario';

/** The last one that drew every layer at every zoom. */
const BEFORE = 'abb70444';

/** Id of a preset that there is only here. */
const LARGE = 'resnet599';

const GRAPHS = {
  'ResNet-152': () => buildPreset('resnet152'),
  '2,000 nodes': () =>
    buildNetwork({
      ...{ id: LARGE, title: '2,000 nodes', family: 'resnet', kind: 'imagenet', block: 'bottleneck' },
      stages: [3, 8, 185, 3],
    }),
};
type GraphName = keyof typeof GRAPHS;

const ZOOMS = ['Fit', '25 %', '100 %'] as const;
const GESTURES = ['pan', 'zoom', 'drag'] as const;
const FRAME_BAR = 8;
const FIRST_DRAG_BAR = 50;
const UNFOLD_BAR = 500;

/** In milliseconds: of script for frames and first drags, of all work of the page's thread for unfolding. */
interface Measured {
  frames: Map<string, number[]>;
  firstDrags: Map<string, number[]>;
  unfolds: Map<GraphName, number[]>;
}

export const canvasScripts: Scenario = {
  id: 'canvas',
  title: 'The canvas with 2,000 nodes',
  run: async ({ options, folder, say }) => {
    for (const name of names()) {
      writeFileSync(join(folder, `${name}.skipwire`), JSON.stringify(GRAPHS[name]()));
    }
    const earlier = options.quick ? undefined : buildCommit(BEFORE, folder);
    const builds = [
      { name: 'this build', root: packageRoot(), data: join(folder, 'now') },
      ...(earlier === undefined ? [] : [{ name: BEFORE, root: earlier, data: join(folder, 'before') }]),
    ];
    const measured = new Map<string, Measured>();
    for (const { name } of builds)
      measured.set(name, { frames: new Map(), firstDrags: new Map(), unfolds: new Map() });
    for (let round = 0; round < Math.min(options.rounds, 3); round++) {
      for (const build of round % 2 === 0 ? builds : [...builds].reverse()) {
        await measureBuild(build, measured.get(build.name) as Measured, { options, folder, say });
        say(`round ${round + 1}, ${build.name} is measured`);
      }
    }
    const rowsOf = (pick: (one: Measured) => ReadonlyMap<string, number[]>, what: string): Row[] =>
      [...measured].flatMap(([build, one]) =>
        [...pick(one)].map(([where, ms]): Row => {
          const figures = [median(ms), percentile95(ms), Math.max(...ms)];
          return [what, where, build, ...figures.map((value) => value.toFixed(1)), `${ms.length}`];
        }),
      );
    const now = measured.get('this build') as Measured;
    const bar = (what: string, ms: readonly number[], limit: number): Bar => ({
      ...{ what, measured: percentile95(ms), bar: limit, unit: 'ms' },
    });
    return {
      bars: [
        ...[...now.frames].map(([where, ms]) => bar(`script per frame, ${where}`, ms, FRAME_BAR)),
        ...[...now.firstDrags].map(([where, ms]) => bar(`first drag, ${where}`, ms, FIRST_DRAG_BAR)),
        ...[...now.unfolds].map(([where, ms]) => bar(`unfold all, ${where}`, ms, UNFOLD_BAR)),
      ],
      body: [
        markdownTable(
          ['what', 'where', 'build', 'ms, median', '95th percentile', 'max', 'times'],
          [
            ...rowsOf(({ frames }) => frames, 'a frame'),
            ...rowsOf(({ firstDrags }) => firstDrags, 'first drag'),
            ...rowsOf(({ unfolds }) => unfolds, 'unfold all'),
          ],
        ),
      ],
      notes: [
        'Frames and first drags: script as Chromium counts it (ScriptDuration). Unfolding: all work of the thread of the page, with style, layout and painting (TaskDuration), from the key until nothing more runs. Both in time that the thread had the processor, so that a busy machine does not count.',
        'First drag: from the press of the button until the node has moved, after the page was loaded.',
      ],
    };
  },
};

const names = () => Object.keys(GRAPHS) as GraphName[];

async function measureBuild(
  build: Build,
  measured: Measured,
  { options, folder }: Pick<Context, 'options' | 'folder' | 'say'>,
) {
  const host = startedSkipwire(build, ['serve', '--port', '0']);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(await addressOf(host.stdout));
    await ready(page);
    for (const name of options.quick ? (['ResNet-152'] as const) : names()) {
      const chooser = page.waitForEvent('filechooser');
      await page.keyboard.press('Control+o');
      await (await chooser).setFiles(join(folder, `${name}.skipwire`));
      await page.getByRole('tab', { name, selected: true }).waitFor();
      const add = <Key>(to: Map<Key, number[]>, key: Key, ms: readonly number[]) =>
        to.set(key, [...(to.get(key) ?? []), ...ms]);
      add(measured.unfolds, name, [await unfolded(page, session)]);
      await page.reload();
      await ready(page);
      for (const zoom of ZOOMS) {
        await zoomTo(page, zoom);
        const first = await firstDrag(page, session);
        add(measured.firstDrags, `${name}, ${zoom}`, [first]);
        for (const gesture of GESTURES) {
          const ms = await costs(page, session, options.quick ? 5 : 30, await begin(page, gesture));
          if (gesture === 'drag') await letGo(page);
          add(measured.frames, `${name}, ${zoom}, ${gesture}`, ms);
        }
      }
    }
  } finally {
    await browser.close();
    process.kill(host.pid, 'SIGTERM');
    await host.ended.catch(() => undefined);
  }
}

/** Until the page has answered its first commands, it has shortcuts. */
async function ready(page: Page) {
  await page.getByRole('button', { name: 'Presets' }).waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(QUIET_MS);
}

const nextFrame = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));

/** Milliseconds of the page's thread since it was loaded. */
async function spent(session: CDPSession, what: 'ScriptDuration' | 'TaskDuration'): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === what)?.value ?? Number.NaN);
}

const QUIET_MS = 300;

/** All work so far, once a look finds nothing more. */
async function idleWork(page: Page, session: CDPSession): Promise<number> {
  for (let last = await spent(session, 'TaskDuration'); ; ) {
    await page.waitForTimeout(QUIET_MS);
    const work = await spent(session, 'TaskDuration');
    if (work - last < 3) return work;
    last = work;
  }
}

async function unfolded(page: Page, session: CDPSession): Promise<number> {
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type('Unfold all');
  await page.getByRole('option', { name: 'Unfold all groups' }).waitFor();
  const before = await idleWork(page, session);
  await page.keyboard.press('Enter');
  return (await idleWork(page, session)) - before;
}

async function zoomTo(page: Page, zoom: (typeof ZOOMS)[number]) {
  const button = (name: string | RegExp) =>
    page.getByRole('toolbar', { name: 'Canvas' }).getByRole('button', { name });
  await button(/^Fit/).click();
  await nextFrame(page);
  if (zoom === 'Fit') return;
  // Zooming keeps the middle of the canvas, where the graph may not be.
  const { x, y } = await onNode(page);
  await page.mouse.click(x, y);
  await page.keyboard.press('f');
  await nextFrame(page);
  await button(/^Zoom \d/).click();
  if (zoom === '25 %') for (let step = 0; step < 6; step++) await button('Zoom out').click();
  await nextFrame(page);
}

interface Point {
  x: number;
  y: number;
}

async function centerOf(page: Page): Promise<Point> {
  const box = await page.getByTestId('canvas').boundingBox();
  if (!box) throw new Error('The page has no canvas.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A point on a layer or a group that can be dragged, near the middle of the canvas. */
async function onNode(page: Page): Promise<Point> {
  const center = await centerOf(page);
  const drawn = await page.evaluate(({ x, y }) => {
    const centers = [...document.querySelectorAll('.react-flow__node.draggable .sw-node')].map((element) => {
      const box = element.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    });
    const away = (at: Point) => Math.hypot(at.x - x, at.y - y);
    return centers.sort((a, b) => away(a) - away(b))[0];
  }, center);
  if (drawn) {
    await page.mouse.move(drawn.x, drawn.y);
    return drawn;
  }
  // What is drawn on one canvas gets an element once the pointer is on it.
  for (let away = 0; away < 300; away += 3) {
    for (const at of [
      { ...center, x: center.x + away },
      { ...center, x: center.x - away },
      { ...center, y: center.y + away },
      { ...center, y: center.y - away },
    ]) {
      await page.mouse.move(at.x, at.y);
      await nextFrame(page);
      const hit = await page.evaluate(
        ({ x, y }) => document.elementFromPoint(x, y)?.closest('.react-flow__node.draggable') != null,
        at,
      );
      if (hit) return at;
    }
  }
  throw new Error('No node is near the middle of the canvas.');
}

async function firstDrag(page: Page, session: CDPSession): Promise<number> {
  const { x, y } = await onNode(page);
  const before = await spent(session, 'ScriptDuration');
  await page.mouse.down();
  await page.mouse.move(x + 5, y);
  await page.mouse.move(x + 8, y);
  await nextFrame(page);
  const cost = (await spent(session, 'ScriptDuration')) - before;
  await letGo(page);
  return cost;
}

/** Takes the move back: at Fit, a few pixels move a node by thousands of the graph's. */
async function letGo(page: Page) {
  await page.mouse.up();
  await nextFrame(page);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Escape');
  await nextFrame(page);
}

/** @returns what to do in each frame */
async function begin(
  page: Page,
  gesture: (typeof GESTURES)[number],
): Promise<(turn: number) => Promise<void>> {
  if (gesture === 'drag') {
    const { x, y } = await onNode(page);
    await page.mouse.down();
    await page.mouse.move(x + 5, y);
    await nextFrame(page);
    return (turn) => page.mouse.move(x + 5 + 3 * (turn % 20), y + 2 * (turn % 20));
  }
  const { x, y } = await centerOf(page);
  await page.mouse.move(x, y);
  if (gesture === 'pan') return (turn) => page.mouse.wheel(0, turn % 20 < 10 ? 40 : -40);
  return async (turn) => {
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, turn % 20 < 10 ? 12 : -12);
    await page.keyboard.up('Control');
  };
}

async function costs(page: Page, session: CDPSession, frames: number, act: (turn: number) => Promise<void>) {
  const each: number[] = [];
  for (let turn = 0; turn < frames; turn++) {
    const before = await spent(session, 'ScriptDuration');
    await act(turn);
    await nextFrame(page);
    each.push((await spent(session, 'ScriptDuration')) - before);
  }
  return each;
}
