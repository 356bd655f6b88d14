import { ExamplePages, type LoadedPage, pageSizeFor, photoSideFor } from '../../../renderer/data/grid/pages';

interface Asked {
  offset: number;
  limit: number;
  signal: AbortSignal;
  answer(): Promise<void>;
  fail(error: Error): Promise<void>;
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Images of one byte, whose value is their position; answers come when the test says so. */
function source(total: number) {
  const asked: Asked[] = [];
  const load = (offset: number, limit: number, signal: AbortSignal): Promise<LoadedPage> =>
    new Promise((resolve, reject) => {
      const indices = Array.from({ length: Math.min(limit, total - offset) }, (_, i) => offset + i);
      const page: LoadedPage = {
        examples: indices.map((index) => ({ index, label: 0, pixels: Uint8Array.of(index % 256) })),
        imageShape: [1, 1, 1],
        total,
      };
      asked.push({
        offset,
        limit,
        signal,
        answer: () => {
          resolve(page);
          return settled();
        },
        fail: (error) => {
          reject(error);
          return settled();
        },
      });
    });
  return { asked, load };
}

test('pages in sight are fetched once, and an image is found by its position in the filtered set', async () => {
  const { asked, load } = source(1000);
  const pages = new ExamplePages({ load, pageSize: 10, total: 1000 });
  pages.want('grid', 5, 25);
  pages.want('grid', 5, 25);
  expect(asked.map(({ offset, limit }) => [offset, limit])).toEqual([
    [0, 10],
    [10, 10],
    [20, 10],
  ]);
  expect(pages.at(7)).toBeUndefined();
  await asked[0]!.answer();
  expect(pages.at(7)?.index).toBe(7);
  pages.want('grid', 5, 10);
  expect(asked).toHaveLength(3);
});

test('what is passed before it has come is cancelled, and its late answer is not taken', async () => {
  const { asked, load } = source(1000);
  const pages = new ExamplePages({ load, pageSize: 10, total: 1000, passed: 0 });
  pages.want('grid', 0, 10);
  pages.want('grid', 500, 510);
  expect(asked[0]!.signal.aborted).toBe(true);
  expect(asked[1]!.signal.aborted).toBe(false);
  await asked[0]!.answer();
  expect(pages.at(0)).toBeUndefined();
});

test('in a fast scroll the newest of what was passed still comes, and leaves room for what is in sight', async () => {
  const { asked, load } = source(1000);
  const pages = new ExamplePages({ load, pageSize: 10, total: 1000, parallel: 3, passed: 2 });
  for (const from of [0, 100, 200, 300]) pages.want('grid', from, from + 10);
  expect(asked.map(({ offset, signal }) => [offset, signal.aborted])).toEqual([
    [0, true],
    [100, false],
    [200, false],
    [300, false],
  ]);
  await asked[1]!.answer();
  expect(pages.at(100)?.index).toBe(100);
});

test('what is ahead is asked for once all in sight is here, and given up with the direction', async () => {
  const { asked, load } = source(1000);
  const pages = new ExamplePages({ load, pageSize: 10, total: 1000, passed: 0 });
  pages.want('grid', 100, 120);
  pages.lookAhead(120, 140);
  expect(asked.map(({ offset }) => offset)).toEqual([100, 110]);
  await asked[0]!.answer();
  await asked[1]!.answer();
  expect(asked.map(({ offset }) => offset)).toEqual([100, 110, 120, 130]);
  pages.lookAhead(80, 100);
  expect(asked.map(({ signal }) => signal.aborted).slice(2, 4)).toEqual([true, true]);
  expect(asked.slice(4).map(({ offset }) => offset)).toEqual([80, 90]);
});

test('a cancelled page is asked for again when it comes back into sight', async () => {
  const { asked, load } = source(1000);
  const pages = new ExamplePages({ load, pageSize: 10, total: 1000, passed: 0 });
  pages.want('grid', 0, 10);
  pages.want('grid', 500, 510);
  pages.want('grid', 0, 10);
  expect(asked.map(({ offset }) => offset)).toEqual([0, 500, 0]);
  // The first answer belongs to nobody; the second is taken.
  await asked[0]!.answer();
  expect(pages.at(0)).toBeUndefined();
  await asked[2]!.answer();
  expect(pages.at(0)?.index).toBe(0);
});

test('no more than so many at a time; the next begins when one has come', async () => {
  const { asked, load } = source(1000);
  const pages = new ExamplePages({ load, pageSize: 10, total: 1000, parallel: 2 });
  pages.want('grid', 0, 50);
  expect(asked).toHaveLength(2);
  await asked[0]!.answer();
  expect(asked.map(({ offset }) => offset)).toEqual([0, 10, 20]);
});

test('two lookers: what one of them still sees is not cancelled', () => {
  const { asked, load } = source(1000);
  const pages = new ExamplePages({ load, pageSize: 10, total: 1000, passed: 0 });
  pages.want('dialog', 5, 6);
  pages.want('grid', 100, 110);
  pages.want('grid', 200, 210);
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([false, true, false]);
  pages.want('dialog', 0, 0);
  expect(asked[0]!.signal.aborted).toBe(true);
});

test('beyond the limit the least recently seen pages go, never one in sight', async () => {
  const { asked, load } = source(1000);
  const pages = new ExamplePages({ load, pageSize: 10, total: 1000, maxBytes: 25 });
  for (const from of [0, 10, 20]) {
    pages.want('grid', from, from + 10);
    await asked.at(-1)!.answer();
  }
  expect(pages.bytes).toBe(20);
  expect(pages.at(0)).toBeUndefined();
  expect(pages.at(10)?.index).toBe(10);
  // Seen again: now the other one is the older.
  pages.want('grid', 10, 20);
  pages.want('grid', 40, 50);
  await asked.at(-1)!.answer();
  expect(pages.at(20)).toBeUndefined();
  expect(pages.at(10)?.index).toBe(10);
  // More in sight than the limit allows: all of it stays.
  pages.want('grid', 0, 50);
  while (asked.at(-1) && !pages.at(39)) for (const one of asked) await one.answer();
  expect([0, 10, 20, 30, 40].map((position) => pages.at(position)?.index)).toEqual([0, 10, 20, 30, 40]);
});

test('what fails is told, is not asked for in a loop, and can be asked for again', async () => {
  const { asked, load } = source(1000);
  const pages = new ExamplePages({ load, pageSize: 10, total: 1000 });
  let told = 0;
  pages.subscribe(() => told++);
  pages.want('grid', 0, 10);
  await asked[0]!.fail(new Error('The disk is gone.'));
  expect(pages.error).toBe('The disk is gone.');
  expect(told).toBe(1);
  pages.want('grid', 0, 10);
  expect(asked).toHaveLength(1);
  pages.retry();
  expect(pages.error).toBeUndefined();
  await asked[1]!.answer();
  expect(pages.at(0)?.index).toBe(0);
});

test('the total is what the pages say', async () => {
  const { asked, load } = source(12);
  const pages = new ExamplePages({ load, pageSize: 10, total: 1000 });
  pages.want('grid', 0, 10);
  await asked[0]!.answer();
  expect(pages.total).toBe(12);
});

test('pages are some rows of small images and few of large ones', () => {
  expect(pageSizeFor(28 * 28)).toBe(160);
  expect(pageSizeFor(32 * 32 * 3)).toBe(85);
  expect(pageSizeFor(224 * 224 * 3)).toBe(8);
});

test('photographs come larger where they are shown larger', () => {
  expect([32, 96, 104, 112, 192, 384].map(photoSideFor)).toEqual([96, 96, 96, 192, 192, 192]);
});
