import { Overview, type OverviewPart, partSizeFor } from '../../../renderer/data/grid/overview';
import { stripOf } from '../../../renderer/data/grid/sketch';

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

interface Asked {
  offset: number;
  limit: number;
  signal: AbortSignal;
  answer(found: boolean): Promise<void>;
  fail(): Promise<void>;
}

/** Sketches of one gray pixel with their position as its value; the test ends requests and pauses. */
function source(count: number) {
  const asked: Asked[] = [];
  const pauses: { attempt: number; end(): Promise<void> }[] = [];
  const overview = new Overview({
    count,
    load: (offset, limit, signal) =>
      new Promise((resolve, reject) => {
        const places = Array.from({ length: Math.min(limit, count - offset) }, (_, n) => offset + n);
        const part: OverviewPart = {
          side: 1,
          channels: 1,
          labels: Int32Array.from(places, (place) => place % 10),
          pixels: Uint8Array.from(places),
        };
        asked.push({
          offset,
          limit,
          signal,
          answer: (found) => {
            resolve(found ? part : undefined);
            return settled();
          },
          fail: () => {
            reject(new Error('gone'));
            return settled();
          },
        });
      }),
    pause: (attempt) =>
      new Promise((resolve) => {
        pauses.push({
          attempt,
          end: () => {
            resolve();
            return settled();
          },
        });
      }),
  });
  return { overview, asked, pauses };
}

test('few parts, whatever the number of images', () => {
  expect(partSizeFor(500)).toBe(4096);
  expect(partSizeFor(50_000)).toBe(4096);
  expect(partSizeFor(1_000_000)).toBe(62_500);
});

test('nothing is fetched before it begins; then one part after the other, the nearest first', async () => {
  const { overview, asked } = source(20_000);
  overview.lookAt(9000);
  expect(asked).toEqual([]);
  overview.begin();
  overview.begin();
  for (let n = 0; n < 5; n++) await asked[n]!.answer(true);
  expect(asked.map(({ offset }) => offset / 4096)).toEqual([2, 3, 1, 4, 0]);
  expect(overview.at(9001)).toMatchObject({ place: 9001 - 8192, label: 1 });
  expect(overview.at(19_999)?.label).toBe(9);
  expect(overview.at(20_000)).toBeUndefined();
});

test('after a jump the parts nearby come first', async () => {
  const { overview, asked } = source(50_000);
  let told = 0;
  overview.subscribe(() => told++);
  overview.begin();
  overview.lookAt(49_000);
  await asked[0]!.answer(true);
  expect(asked[1]!.offset).toBe(11 * 4096);
  expect([told, overview.at(0)?.label, overview.at(49_000)]).toEqual([1, 0, undefined]);
});

test('what is not ready, or fails, is requested again after growing pauses', async () => {
  const { overview, asked, pauses } = source(5000);
  overview.begin();
  await settled();
  await asked[0]!.answer(false);
  expect(asked).toHaveLength(1);
  await pauses[0]!.end();
  await asked[1]!.fail();
  await pauses[1]!.end();
  await asked[2]!.answer(true);
  expect(overview.at(7)?.label).toBe(7);
  await asked[3]!.answer(false);
  expect(pauses.map(({ attempt }) => attempt)).toEqual([0, 1, 0]);
});

test('after leaving, nothing is requested and late answers are ignored; coming back continues', async () => {
  const { overview, asked, pauses } = source(5000);
  overview.begin();
  overview.dispose();
  expect(asked[0]!.signal.aborted).toBe(true);
  await asked[0]!.answer(true);
  expect([overview.at(0), asked.length, pauses.length]).toEqual([undefined, 1, 0]);
  overview.begin();
  await asked[1]!.answer(true);
  expect(overview.at(0)?.label).toBe(0);
});

test('each sketch of a strip has a border of its own pixels', () => {
  const colors: OverviewPart = {
    side: 2,
    channels: 3,
    labels: Int32Array.of(0, 0),
    pixels: Uint8Array.from([...Array(12).fill(9), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
  };
  const { pixels, width, height } = stripOf([
    { part: colors, place: 1, label: 0 },
    { part: colors, place: 0, label: 0 },
  ]);
  expect([width, height]).toEqual([8, 4]);
  const at = (x: number, y: number) => [...pixels.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)];
  const [first, second, third, fourth] = [
    [1, 2, 3, 255],
    [4, 5, 6, 255],
    [7, 8, 9, 255],
    [10, 11, 12, 255],
  ];
  expect([0, 1, 2, 3].map((x) => at(x, 0))).toEqual([first, first, second, second]);
  expect([0, 1, 2, 3].map((x) => at(x, 1))).toEqual([first, first, second, second]);
  expect([0, 1, 2, 3].map((x) => at(x, 3))).toEqual([third, third, fourth, fourth]);
  expect(at(4, 2)).toEqual([9, 9, 9, 255]);
  const gray = { side: 1, channels: 1, labels: Int32Array.of(0), pixels: Uint8Array.of(77) };
  expect([...stripOf([{ part: gray, place: 0, label: 0 }]).pixels.subarray(0, 4)]).toEqual([77, 77, 77, 255]);
});
