/** Runs on several GPUs, without one: the device list is data. */
import { cardFor, type OnCard } from '../../../main/training/host/cards';
import { eventually } from '../../support/eventually';
import { type FakeWorker, fakeLauncher } from './fake-worker';
import { diligent, request, testTrainer } from './trainer-harness';
import { engine } from './trainer-support';

const GB = 1e9;
const trainer = testTrainer();

describe('the card of a run', () => {
  const cards = [
    { index: 0, free: 8 * GB },
    { index: 2, free: 24 * GB },
  ];
  const on = (card: number, bytes?: number): OnCard => ({ card, bytes });

  test.each<[string, OnCard[], number | undefined, number | undefined]>([
    ['the emptiest first', [], 5 * GB, 2],
    ['then the one with fewer runs', [on(2, 5 * GB)], 5 * GB, 0],
    ['then where there is room', [on(2, 5 * GB), on(0, 5 * GB)], 5 * GB, 2],
    ['it waits where there is none', [on(2, 20 * GB), on(0, 5 * GB)], 5 * GB, undefined],
    ['a large one waits for the large card', [on(2, 20 * GB)], 10 * GB, undefined],
    ['too large for all: an empty card', [on(2, 5 * GB)], 40 * GB, 0],
    ['too large for all, none empty: it waits', [on(2, 5 * GB), on(0, 1 * GB)], 40 * GB, undefined],
    ['unknown: an empty card', [on(2, 5 * GB)], undefined, 0],
    ['beside an unknown one: it waits', [on(2), on(0)], 1 * GB, undefined],
  ])('%s', (_case, training, bytes, card) => expect(cardFor(cards, training, bytes)).toBe(card));

  test('one whose driver does not tell takes one run', () => {
    const silent = [{ index: 0, free: undefined }];
    expect(cardFor(silent, [], GB)).toBe(0);
    expect(cardFor(silent, [on(0, GB)], GB)).toBeUndefined();
  });
});

/** The card that each worker sees. */
const seen = (workers: readonly FakeWorker[]) =>
  workers.map(({ options }) => options.env.CUDA_VISIBLE_DEVICES);

/** Two of the tiny runs fit on the second card, one on the first. */
const CARDS = [
  { index: 0, free: 0.8 * GB },
  { index: 1, free: 1.3 * GB },
];

function start(cards: typeof CARDS, threads = 8) {
  const { launch, workers } = fakeLauncher((worker, { type }) => {
    if (type === 'train') worker.say({ type: 'started', stepsPerEpoch: 8 });
    else {
      worker.say({ type: 'ended', state: 'stopped' });
      worker.exit();
    }
  });
  const service = trainer.make({
    launch,
    ensureEngine: async () => ({ ...engine, device: 'gpu' }),
    deviceMemory: async (card) => ({
      device: 'gpu',
      available: cards.find(({ index }) => index === card)?.free,
    }),
    cards: async () => cards,
    shares: { threads, measure: async () => undefined },
  });
  return { service, workers };
}

test('runs fill the cards by their estimates, and the next takes the place of one that ends', async () => {
  const { service, workers } = start(CARDS);
  await service.start(request({ seeds: [1, 2, 3] }));
  await eventually(() => expect(seen(workers).sort()).toEqual(['0', '1', '1']));
  const first = workers.find(({ options }) => options.env.CUDA_VISIBLE_DEVICES === '0')!;
  await eventually(() => expect(first.received).toHaveLength(1));
  diligent(first);
  await eventually(() => expect(seen(workers).sort()).toEqual(['0', '0', '1', '1']));
});

test('each needs a thread of the processor', async () => {
  const { service, workers } = start(CARDS, 2);
  await service.start(request({ seeds: [1, 2, 3] }));
  await eventually(() => expect(workers.filter(({ received }) => received.length > 0)).toHaveLength(2));
  diligent(workers[0]!);
  await eventually(() => expect(workers).toHaveLength(3));
});

test('a chosen number is spread over the cards, whether or not it fits', async () => {
  const { service, workers } = start(CARDS.map((card) => ({ ...card, free: 0.1 * GB })));
  await service.file.change((order) => ({ ...order, slots: 4 }));
  await service.start(request({ seeds: [1, 2, 3] }));
  await eventually(() => expect(seen(workers).sort()).toEqual(['0', '0', '1', '1']));
});

test('with one card, the environment stays', async () => {
  const { service, workers } = start(CARDS.slice(1));
  await service.start(request({ seeds: [1, 2, 3] }));
  await eventually(() => expect(seen(workers)).toEqual([undefined, undefined]));
});
