/** The queue in the real window: runs of two studies, reordered, skipped, removed and tried again. Nothing is trained. */
import type { Page } from 'playwright-core';
import type { Queue, QueueEntry } from '../../core/contract/queue';
import { eventually } from '../support/eventually';
import { journey } from '../support/journey';
import { fakeServices } from '../unit/hosts/fake-services';
import { run, settings } from '../unit/renderer-views/fixtures';
import { describeInBrowser } from './support/app';
import { violations } from './support/axe';
import { type OpenWindow, openWindow } from './support/window';

const STATES = ['running', 'queued', 'queued', 'queued', 'failed'] as const;
const runs = STATES.map((state, index) =>
  run(`run-${index + 1}`, {
    state,
    studyId: index < 2 ? 'study-1' : 'study-2',
    studyName: index < 2 ? 'Shortcuts' : 'Depth',
    settings: settings({ seed: index + 1 }),
    startedAt: '2026-11-29T20:00:00.000Z',
  }),
);

/** As the host keeps it. */
function fakeQueue(asked: string[]) {
  let chosen: number | null = null;
  let entries: QueueEntry[] = runs.map(({ id, studyId, state }) => ({
    runId: id,
    studyId,
    state,
    priority: 0,
    places: ['local'],
    aside: state === 'failed',
    owner: state === 'failed' ? 'none' : 'here',
  }));
  const note =
    (what: string) =>
    async (ids: readonly string[] = []) => {
      asked.push([what, ...ids].join(' '));
    };
  return {
    order: () => entries.map(({ runId }) => runId),
    slots: () => chosen,
    service: {
      list: async (): Promise<Queue> => ({ slots: { chosen, now: 2 }, entries }),
      move: async ([id]: readonly string[], before?: string) => {
        const moved = entries.find(({ runId }) => runId === id)!;
        const others = entries.filter((one) => one !== moved);
        const at = before === undefined ? others.length : others.findIndex(({ runId }) => runId === before);
        entries = others.toSpliced(at, 0, moved);
      },
      priority: async ([id]: readonly string[], priority: number) => {
        entries = entries.map((one) => (one.runId === id ? { ...one, priority } : one));
      },
      remove: async ([id]: readonly string[]) => {
        entries = entries.filter(({ runId }) => runId !== id);
      },
      skip: note('skip'),
      pause: note('pause'),
      resume: async (ids: readonly string[] = []) => {
        asked.push(['resume', ...ids].join(' '));
        return [...ids];
      },
      slots: async (slots: number | null) => {
        chosen = slots;
      },
    },
  };
}

describeInBrowser('the queue', () => {
  const step = journey();
  const asked: string[] = [];
  const queue = fakeQueue(asked);
  let opened: OpenWindow;
  let page: Page;

  beforeAll(async () => {
    const fakes = fakeServices({
      training: {
        status: () => ({ studyId: 'study-1', active: true, runs: runs.slice(0, 2) }),
        events: async function* (): AsyncGenerator<never, undefined> {
          return new Promise<undefined>(() => {});
        },
      },
      queue: queue.service,
      runs: { list: async () => runs },
    });
    opened = await openWindow(({ runs: real }) => ({
      training: fakes.training,
      queue: fakes.queue,
      runs: Object.assign(Object.create(real), { list: fakes.runs.list }),
    }));
    page = opened.page;
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Train' }).click();
  }, 120_000);
  afterAll(() => opened?.close());

  const list = () => page.getByRole('list', { name: 'Queue' });
  const handle = (seed: number) => list().getByRole('button', { name: `Move ResNet-50, seed ${seed}` });
  const menu = async (seed: number, item: string) => {
    await list()
      .getByRole('button', { name: `More for ResNet-50, seed ${seed} in the queue` })
      .click();
    await page.getByRole('menuitem', { name: item }).click();
  };

  step('what trains is on top, and what waits behind it is from every study', async () => {
    await list().waitFor();
    const rows = await list().getByRole('listitem').allInnerTexts();
    expect(rows.map((row) => /seed (\d)/.exec(row)![1])).toEqual(['1', '2', '3', '4', '5']);
    expect(rows[2]).toContain('Depth');
    expect(rows[4]).toContain('set aside after 3 failures');
    expect(await violations(page)).toEqual([]);
  });

  step('a run is moved by keyboard, and keeps the focus', async () => {
    await handle(4).focus();
    await page.keyboard.press('ArrowUp');
    await eventually(() => expect(queue.order()).toEqual(['run-1', 'run-2', 'run-4', 'run-3', 'run-5']));
    await eventually(async () =>
      expect(await handle(4).evaluate((one) => one === document.activeElement)).toBe(true),
    );
    await page.keyboard.press('Home');
    await eventually(() => expect(queue.order()).toEqual(['run-1', 'run-4', 'run-2', 'run-3', 'run-5']));
  });

  step('and by drag', async () => {
    const row = (seed: number) =>
      list()
        .getByRole('listitem')
        .filter({ hasText: `seed ${seed}` });
    await row(4).dragTo(row(3));
    await eventually(() => expect(queue.order()).toEqual(['run-1', 'run-2', 'run-3', 'run-4', 'run-5']));
  });

  step('a priority is shown, and one of another priority is no place to move to', async () => {
    await menu(4, 'Raise the priority');
    await list().getByText('priority 1').waitFor();
    await handle(4).focus();
    await page.keyboard.press('ArrowUp');
    expect(queue.order()).toEqual(['run-1', 'run-2', 'run-3', 'run-4', 'run-5']);
  });

  step('one is skipped, one removed, and what failed is resumed', async () => {
    await menu(2, 'Skip');
    await menu(3, 'Remove from the queue');
    await eventually(() => expect(queue.order()).toEqual(['run-1', 'run-2', 'run-4', 'run-5']));
    await menu(5, 'Resume');
    await page.getByRole('button', { name: 'Pause all' }).click();
    await eventually(() => expect(asked).toEqual(['skip run-2', 'resume run-5', 'pause']));
  });

  step('the number of runs at once is chosen', async () => {
    await page.getByRole('combobox', { name: 'Runs at once' }).click();
    await page.getByRole('option', { name: '3 runs at once' }).click();
    await eventually(() => expect(queue.slots()).toBe(3));
  });

  step('it folds to one line', async () => {
    await page.getByRole('button', { name: /^Queue/ }).click();
    await list().waitFor({ state: 'detached' });
    await page.getByText('1 training, 2 waiting, 1 paused or failed').waitFor();
    expect(opened.pageErrors).toEqual([]);
  });
});
