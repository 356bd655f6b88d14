/** The window's stores and the host: what is typed is on the host before it counts as saved, and nothing is overwritten by old news. */
import { create } from 'zustand';
import type { KeptChange, Values } from '../../../core/contract/kept';
import { startKeeping, useKept } from '../../../renderer/client/kept';
import { keep } from '../../../renderer/state/kept/keep';
import { problemsOf, useUnsaved } from '../../../renderer/state/unsaved';

/** A host whose answers wait for the test. */
const mockHost = {
  concerns: {} as Record<string, Values>,
  changes: [] as { change: KeptChange; settle(error?: Error): void }[],
  events: [] as KeptChange[],
  wake: () => {},
};
jest.mock('../../../renderer/client/client', () => ({
  client: {
    kept: {
      load: async () => ({ concerns: mockHost.concerns, remarks: [] }),
      change: (change: KeptChange) =>
        new Promise<void>((resolve, reject) => {
          mockHost.changes.push({ change, settle: (error) => (error ? reject(error) : resolve()) });
        }),
      events: async () =>
        (async function* () {
          for (;;) {
            yield* mockHost.events.splice(0);
            await new Promise<void>((resolve) => {
              mockHost.wake = resolve;
            });
          }
        })(),
    },
  },
}));

const old = new Map<string, string>();
globalThis.localStorage = {
  getItem: (key: string) => old.get(key) ?? null,
  removeItem: (key: string) => void old.delete(key),
} as Storage;

const tick = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
const useForm = create(() => ({ seeds: '1', name: '' }));
const oldForm = () => JSON.parse(old.get('old')!) as Values;
keep(useForm, {
  concern: 'train',
  live: true,
  values: ({ seeds, name }) => ({ seeds, name }),
  change: (values) => values,
  old: { key: 'old', values: () => (old.has('old') ? oldForm() : undefined) },
});

async function answer(error?: Error): Promise<KeptChange> {
  while (mockHost.changes.length === 0) await tick();
  const { change, settle } = mockHost.changes.shift()!;
  settle(error);
  await tick();
  return change;
}
async function hear(values: Values, origin = 'another'): Promise<void> {
  mockHost.events.push({ concern: 'train', values, origin });
  mockHost.wake();
  await tick();
}
const unsaved = () => Object.values(useUnsaved.getState().things).map(({ what }) => what);

beforeAll(async () => {
  mockHost.concerns = { train: { seeds: '1, 2' }, layout: { sideWidth: 300, fromLater: 1 } };
  old.set('old', JSON.stringify({ seeds: '9', name: 'From the browser' }));
  startKeeping();
  await tick();
});

test('at the start the host counts, and what it lacks is moved over and then removed from the browser', async () => {
  expect(useKept.getState().isThere).toBe(true);
  expect(useForm.getState()).toEqual({ seeds: '1, 2', name: 'From the browser' });
  expect(old.has('old')).toBe(true);
  expect(await answer()).toMatchObject({ concern: 'train', values: { name: 'From the browser' } });
  expect(old.has('old')).toBe(false);
  expect(unsaved()).toEqual([]);
});

test('a change is unsaved until the host has it; what changes meanwhile follows', async () => {
  useForm.setState({ seeds: '3' });
  expect(unsaved()).toEqual(['settings of this window']);
  useForm.setState({ seeds: '34', name: 'N' });
  expect((await answer()).values).toEqual({ seeds: '3' });
  expect(unsaved()).toHaveLength(1);
  expect((await answer()).values).toEqual({ seeds: '34', name: 'N' });
  expect(unsaved()).toEqual([]);
});

test('a failure stays in sight, and the newest values are tried again', async () => {
  useForm.setState({ seeds: '5', name: 'A' });
  await answer(new Error('The disk is full.'));
  const [problem] = problemsOf(useUnsaved.getState().things);
  expect(problem).toMatchObject({ why: 'The disk is full.', whats: ['settings of this window'] });
  useForm.setState({ name: 'B' });
  expect(problemsOf(useUnsaved.getState().things)).toHaveLength(1);
  expect((await answer()).values).toEqual({ seeds: '5', name: 'B' });
  expect(unsaved()).toEqual([]);
});

test('changes of other windows arrive, but never over what is being typed here', async () => {
  await hear({ seeds: '7' });
  expect(useForm.getState().seeds).toBe('7');
  expect(mockHost.changes).toEqual([]);
  useForm.setState({ name: 'Mine' });
  await hear({ name: 'Theirs', seeds: '8' });
  expect(useForm.getState()).toEqual({ seeds: '8', name: 'Mine' });
  const mine = await answer();
  expect(mine.values).toEqual({ name: 'Mine' });
  // The host tells everybody, the sender too: by then newer words may have been typed.
  useForm.setState({ name: 'Mine, newer' });
  await answer();
  await hear({ name: 'Mine' }, mine.origin);
  expect(useForm.getState().name).toBe('Mine, newer');
});

test('a store of a view that is loaded later begins with what the host has', () => {
  const useWidth = create(() => ({ width: 272 }));
  keep(useWidth, {
    concern: 'layout',
    values: ({ width }) => ({ sideWidth: width }),
    change: ({ sideWidth }) => ({ width: Number(sideWidth) }),
  });
  expect(useWidth.getState()).toEqual({ width: 300 });
  expect(unsaved()).toEqual([]);
});
