import { ExamplePages, type LoadedPage, pageSizeFor, photoSideFor } from '../../../renderer/data/grid/pages';

interface Asked {
  offset: number;
  limit: number;
  signal: AbortSignal;
  answer(): Promise<void>;
  fail(error: Error): Promise<void>;
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Images of one byte with their position as its value; the test decides when answers come. */
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

test('pages that were scrolled past are cancelled, and their late answers ignored', async () => {
  const { asked, load } = source(1000);
  const pages = new ExamplePages({ load, pageSize: 10, total: 1000, passed: 0 });
  pages.want('grid', 0, 10);
  pages.want('grid', 500, 510);
  expect(asked[0]!.signal.aborted).toBe(true);
  expect(asked[1]!.signal.aborted).toBe(false);
  await asked[0]!.answer();
  expect(pages.at(0)).toBeUndefined();
});

test('in a fast scroll the newest page that was passed still comes, and leaves room for those in sight', async () => {
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

test('pages ahead are requested once all in sight are here, and cancelled when the direction changes', async () => {
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

test('a cancelled page is requested again when it comes back into sight', async () => {
  const { asked, load } = source(1000);
  const pages = new ExamplePages({ load, pageSize: 10, total: 1000, passed: 0 });
  pages.want('grid', 0, 10);
  pages.want('grid', 500, 510);
  pages.want('grid', 0, 10);
  expect(asked.map(({ offset }) => offset)).toEqual([0, 500, 0]);
  // The first answer is ignored, the second is used.
  await asked[0]!.answer();
  expect(pages.at(0)).toBeUndefined();
  await asked[2]!.answer();
  expect(pages.at(0)?.index).toBe(0);
});

test('the number of requests at a time is limited; the next begins when one ends', async () => {
  const { asked, load } = source(1000);
  const pages = new ExamplePages({ load, pageSize: 10, total: 1000, parallel: 2 });
  pages.want('grid', 0, 50);
  expect(asked).toHaveLength(2);
  await asked[0]!.answer();
  expect(asked.map(({ offset }) => offset)).toEqual([0, 10, 20]);
});

test('what one of two viewers still needs is not cancelled', () => {
  const { asked, load } = source(1000);
  const pages = new ExamplePages({ load, pageSize: 10, total: 1000, passed: 0 });
  pages.want('dialog', 5, 6);
  pages.want('grid', 100, 110);
  pages.want('grid', 200, 210);
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([false, true, false]);
  pages.want('dialog', 0, 0);
  expect(asked[0]!.signal.aborted).toBe(true);
});

test('beyond the limit the pages not seen for longest are dropped, never one in sight', async () => {
  const { asked, load } = source(1000);
  const pages = new ExamplePages({ load, pageSize: 10, total: 1000, maxBytes: 25 });
  for (const from of [0, 10, 20]) {
    pages.want('grid', from, from + 10);
    await asked.at(-1)!.answer();
  }
  expect(pages.bytes).toBe(20);
  expect(pages.at(0)).toBeUndefined();
  expect(pages.at(10)?.index).toBe(10);
  // Seen again, so that now the other page is the older one.
  pages.want('grid', 10, 20);
  pages.want('grid', 40, 50);
  await asked.at(-1)!.answer();
  expect(pages.at(20)).toBeUndefined();
  expect(pages.at(10)?.index).toBe(10);
  // More is in sight than the limit allows, and all of it stays.
  pages.want('grid', 0, 50);
  while (asked.at(-1) && !pages.at(39)) for (const one of asked) await one.answer();
  expect([0, 10, 20, 30, 40].map((position) => pages.at(position)?.index)).toEqual([0, 10, 20, 30, 40]);
});

test('a failure is shown, is not repeated in a loop, and can be retried', async () => {
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

test('a page has many small images or a few large ones', () => {
  expect(pageSizeFor(28 * 28)).toBe(160);
  expect(pageSizeFor(32 * 32 * 3)).toBe(85);
  expect(pageSizeFor(224 * 224 * 3)).toBe(8);
});

test('larger thumbnails get larger photographs', () => {
  expect([32, 96, 104, 112, 192, 384].map(photoSideFor)).toEqual([96, 96, 96, 192, 192, 192]);
});
