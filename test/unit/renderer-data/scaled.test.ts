import {
  contentAt,
  elementHeight,
  followed,
  isStuck,
  type Lengths,
  type Place,
  placeAt,
  scrolledAt,
  TALLEST,
} from '../../../renderer/data/grid/scaled';

/** A million rows of 250 pixels: thirty times as tall as an element may be. */
const tall: Lengths = { content: 250_000_000, sight: 700 };
const WHOLE = tall.content - tall.sight;
const BAR = TALLEST - tall.sight;

test('what fits is scrolled normally', () => {
  const short = { content: 2_400_000, sight: 700 };
  expect(elementHeight(short.content)).toBe(2_400_000);
  for (const at of [0, 0.5, 1234, 2_399_300]) {
    expect([contentAt(at, short), scrolledAt(at, short)]).toEqual([at, at]);
    expect(followed({ content: 7, scrolled: 7 }, at, short)).toEqual({ content: at, scrolled: at });
  }
  expect(contentAt(5, { content: 100, sight: 700 })).toBe(0);
});

test('the scroll bar covers everything evenly, except at its ends, where a pixel is a pixel', () => {
  expect(elementHeight(tall.content)).toBe(TALLEST);
  expect([contentAt(0, tall), contentAt(BAR, tall)]).toEqual([0, WHOLE]);
  expect([scrolledAt(0, tall), scrolledAt(WHOLE, tall)]).toEqual([0, BAR]);
  expect(contentAt(BAR / 2, tall)).toBe(WHOLE / 2);
  expect([contentAt(123_456, tall), contentAt(BAR - 123_456, tall)]).toEqual([123_456, WHOLE - 123_456]);
  // Beyond its ends, as a touch screen may scroll.
  expect([contentAt(-5, tall), contentAt(BAR + 5, tall)]).toEqual([0, WHOLE]);
  let before = -1;
  for (let scrolled = 0; scrolled <= BAR; scrolled += 9_973) {
    const at = contentAt(scrolled, tall);
    expect(at).toBeGreaterThan(before);
    expect(Math.abs(scrolledAt(at, tall) - scrolled)).toBeLessThanOrEqual(1);
    before = at;
  }
});

test('a dragged scroll bar jumps, even by half a pixel', () => {
  const step = TALLEST / tall.sight / 2;
  const at = followed(placeAt(0, tall), BAR / 2, tall);
  expect(at).toEqual({ content: WHOLE / 2, scrolled: BAR / 2 });
  expect(followed(at, BAR / 2 + step, tall).content).toBe(contentAt(BAR / 2 + step, tall));
});

test('wheel and touch move by pixels of the rows everywhere', () => {
  for (const from of [0, 5_000_000, WHOLE / 2, WHOLE - 3_000_000]) {
    let at = placeAt(from, tall);
    for (let n = 1; n <= 50; n++) {
      at = followed(at, at.scrolled + 120, tall);
      expect(at.content).toBe(from + 120 * n);
    }
    // Settling moves the scroll bar alone.
    expect(placeAt(at.content, tall)).toEqual({
      content: at.content,
      scrolled: scrolledAt(at.content, tall),
    });
  }
});

/** Scrolls by wheel without a rest; returns the places where the scroll bar had to be corrected. */
function wheel(start: Place, by: number, until: (at: Place) => boolean): { at: Place; stuck: number[] } {
  const stuck: number[] = [];
  let at = start;
  while (!until(at)) {
    const scrolled = Math.min(BAR, Math.max(0, at.scrolled + by));
    if (scrolled === at.scrolled) throw new Error(`The grid hangs at ${at.content} of ${WHOLE}`);
    at = followed(at, scrolled, tall);
    if (!isStuck(at, tall)) continue;
    stuck.push(at.content);
    at = placeAt(at.content, tall);
  }
  return { at, stuck };
}

test('the wheel reaches both ends, with few corrections on the way', () => {
  const up = wheel(placeAt(2_500_000, tall), -120, ({ content }) => content === 0);
  expect(up.at.scrolled).toBeGreaterThanOrEqual(0);
  expect(up.stuck.length).toBeLessThanOrEqual(2);
  const down = wheel(placeAt(WHOLE - 2_500_000, tall), 120, ({ content }) => content === WHOLE);
  expect(down.stuck.length).toBeLessThanOrEqual(2);
  // Nothing to correct in the last million pixels.
  expect(wheel(placeAt(900_000, tall), -120, ({ content }) => content === 0).stuck).toEqual([]);
});

test('a place beyond the rows is their end', () => {
  expect(placeAt(-10, tall)).toEqual({ content: 0, scrolled: 0 });
  expect(placeAt(1e12, tall)).toEqual({ content: WHOLE, scrolled: BAR });
  expect(followed(placeAt(WHOLE - 50, tall), BAR, tall).content).toBe(WHOLE);
});
