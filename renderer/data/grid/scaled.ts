/**
 * Scrolling of what is taller than a browser's tallest element (33.5 million pixels in Chromium, 17.9 in Firefox): the
 * element is shorter then, and its scroll bar stands for the whole. Wheel, touch and keys move as many pixels as ever;
 * the two drift apart by that, and are brought together when the grid rests. Pure; all lengths in CSS pixels.
 */

/** The tallest element that is made. Half pixels are exact up to here in the 32-bit floats of the browser's compositor. */
export const TALLEST = 8_000_000;
/** Part of it at each end that scrolls pixel by pixel, so that the ends are exact. */
const EXACT = 1_000_000;

export interface Lengths {
  /** All rows. */
  content: number;
  /** Part of it that is in view. */
  sight: number;
}

/** The same place in the rows, and as the browser's `scrollTop`. */
export interface Place {
  content: number;
  scrolled: number;
}

const clamp = (value: number, most: number): number => Math.min(Math.max(0, value), Math.max(0, most));

/** Height of the element that stands for the rows. */
export const elementHeight = (content: number): number => Math.min(content, TALLEST);

/** Which place of the rows the scroll bar stands for. */
export function contentAt(scrolled: number, { content, sight }: Lengths): number {
  const [whole, bar] = [content - sight, elementHeight(content) - sight];
  const at = clamp(scrolled, bar);
  if (content <= TALLEST || at <= EXACT) return at;
  if (bar - at <= EXACT) return whole - (bar - at);
  return Math.round(EXACT + ((at - EXACT) * (whole - 2 * EXACT)) / (bar - 2 * EXACT));
}

/** The other way. */
export function scrolledAt(place: number, { content, sight }: Lengths): number {
  const [whole, bar] = [content - sight, elementHeight(content) - sight];
  const at = clamp(place, whole);
  if (content <= TALLEST || at <= EXACT) return at;
  if (whole - at <= EXACT) return bar - (whole - at);
  return Math.round(EXACT + ((at - EXACT) * (bar - 2 * EXACT)) / (whole - 2 * EXACT));
}

export const placeAt = (content: number, lengths: Lengths): Place => {
  const at = clamp(content, lengths.content - lengths.sight);
  return { content: at, scrolled: scrolledAt(at, lengths) };
};

/** Where the grid is after the browser has scrolled to `scrolled`. */
export function followed(before: Place, scrolled: number, lengths: Lengths): Place {
  if (lengths.content <= TALLEST) return { content: scrolled, scrolled };
  const by = scrolled - before.scrolled;
  // The smallest step of a dragged scroll bar, half a pixel of it, is longer than any step of a wheel.
  const leap = TALLEST / lengths.sight / 4;
  if (Math.abs(by) > leap) return { content: contentAt(scrolled, lengths), scrolled };
  return { content: clamp(before.content + by, lengths.content - lengths.sight), scrolled };
}

/** Whether the scroll bar is at an end and the rows are not: then the next step needs room at once. */
export function isStuck({ content, scrolled }: Place, lengths: Lengths): boolean {
  const atTop = scrolled <= 0 && content > 0;
  const atEnd = scrolled >= elementHeight(lengths.content) - lengths.sight - 1;
  return atTop || (atEnd && content < lengths.content - lengths.sight - 1);
}
