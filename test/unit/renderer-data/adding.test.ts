/** Inspecting pictures, one at a time: a late answer does not disturb a person who is elsewhere by then. */
import type { Inspection } from '../../../core/contract/datasets';
import { addPath, closeAdding, lookAgain, openAddOwn, useAdding } from '../../../renderer/data/adding/state';

interface Asked {
  path: string;
  labels?: unknown;
  mergeClasses?: boolean;
  signal: AbortSignal;
  answer(inspection: Inspection): void;
  refuse(reason: Error): void;
}
const mockAsked: Asked[] = [];
jest.mock('../../../renderer/client/client', () => ({
  onEveryConnection: () => () => undefined,
  client: {
    datasets: {
      inspect: (input: { path: string }, { signal }: { signal: AbortSignal }) =>
        new Promise<Inspection>((answer, refuse) => mockAsked.push({ ...input, signal, answer, refuse })),
    },
  },
}));

beforeEach(() => {
  mockAsked.length = 0;
  closeAdding();
});
const adding = () => useAdding.getState().adding;
const found = { kind: 'folders', suggestedName: 'Pets' } as Inspection;
/** Lets pending answers arrive. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('what was inspected is shown for confirmation, or refused', async () => {
  const looked = addPath('/pets');
  await turn();
  expect(adding()).toMatchObject({ step: 'working', what: '/pets' });
  mockAsked[0]!.answer(found);
  await looked;
  expect(adding()).toMatchObject({ step: 'recognized', inspection: found, source: { path: '/pets' } });
  const refused = addPath('/none');
  await turn();
  mockAsked[1]!.refuse(new Error('No pictures.'));
  await refused;
  expect(adding()).toEqual({ step: 'choose', error: 'No pictures.', path: '/none' });
});

test('a second inspection replaces the first, whose result is not shown', async () => {
  const first = addPath('/first');
  await turn();
  const second = addPath('/second');
  await turn();
  expect(mockAsked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  mockAsked[0]!.refuse(new Error('late'));
  await first;
  expect(adding()).toMatchObject({ step: 'working', what: '/second' });
  mockAsked[1]!.answer(found);
  await second;
  expect(adding()).toMatchObject({ step: 'recognized', source: { path: '/second' } });
});

test.each([
  ['closed', closeAdding, { step: 'closed' }],
  ['opened again', openAddOwn, { step: 'choose' }],
] as const)('nothing of it comes once the dialog was %s', async (_how, leave, then) => {
  const looked = addPath('/pets');
  await turn();
  leave();
  mockAsked[0]!.answer(found);
  await looked;
  expect(adding()).toEqual(then);
});

test('the pictures can be inspected again with other labels; a refusal changes nothing', async () => {
  const looked = addPath('/pets');
  await turn();
  mockAsked[0]!.answer(found);
  await looked;
  const labels = { file: 'train.csv', labelColumn: '3' };
  const again = lookAgain({ labels });
  await turn();
  expect(mockAsked[1]).toMatchObject({ path: '/pets', labels });
  expect(adding()).toMatchObject({ step: 'recognized', inspection: found, busy: true });
  const other = { ...found, classes: ['a', 'b'] };
  mockAsked[1]!.answer(other);
  await again;
  expect(adding()).toMatchObject({ inspection: other, choice: { labels }, busy: false });
  const refused = lookAgain({ mergeClasses: true });
  await turn();
  mockAsked[2]!.refuse(new Error('One class only.'));
  await refused;
  expect(adding()).toMatchObject({ inspection: other, choice: { labels }, busy: false });
});
