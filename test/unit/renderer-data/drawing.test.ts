import { fitted } from '../../../renderer/data/grid/shortened';
import { stripOf } from '../../../renderer/data/grid/sprites';
import { decodePixels } from '../../../renderer/ui/pixels';

/** A font in which every character is 10 pixels wide. */
const context = (font: string) => ({
  font,
  measureText: (text: string) => ({ width: 10 * [...text].length }) as TextMetrics,
});

test('names that are too long are cut between whole characters', () => {
  const font = context('11px A');
  expect(fitted(font, 'frog', 40)).toBe('frog');
  expect(fitted(font, 'automobile', 40)).toBe('aut…');
  expect(fitted(font, 'fire truck', 60)).toBe('fire…');
  expect(fitted(font, '🐶🐱🐭🐹', 30)).toBe('🐶🐱…');
  expect(fitted(font, 'frog', 5)).toBe('…');
  // The same name with more room.
  expect(fitted(font, 'automobile', 100)).toBe('automobile');
});

test('the images of a page are one below the other, opaque, gray ones in three equal channels', () => {
  const page = (channels: number, ...images: number[][]) => ({
    examples: images.map((pixels, index) => ({ index, label: 0, pixels: Uint8Array.from(pixels) })),
    imageShape: [1, 2, channels] as const,
    total: images.length,
  });
  expect([...stripOf(page(1, [0, 200], [7, 255]))]).toEqual(
    [0, 200, 7, 255].flatMap((level) => [level, level, level, 255]),
  );
  expect([...stripOf(page(3, [1, 2, 3, 250, 251, 252]))]).toEqual([1, 2, 3, 255, 250, 251, 252, 255]);
});

test('base64 is decoded the same with and without the browser’s own decoder', () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => (i * 37) % 256);
  const text = Buffer.from(bytes).toString('base64');
  expect([...decodePixels(text)]).toEqual([...bytes]);
  const own = Object.getOwnPropertyDescriptor(Uint8Array, 'fromBase64');
  const other = { value: (received: string) => Uint8Array.of(received.length), configurable: true };
  Object.defineProperty(Uint8Array, 'fromBase64', other);
  expect([...decodePixels('AAAA')]).toEqual([4]);
  if (own) Object.defineProperty(Uint8Array, 'fromBase64', own);
  else delete (Uint8Array as { fromBase64?: unknown }).fromBase64;
});
