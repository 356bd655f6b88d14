/**
 * Scrolls content that is taller than a browser's tallest element (33.5 million pixels in Chromium, 17.9 in Firefox). The
 * element is shorter, and its scroll bar covers the whole. Wheel, touch and keys still move pixel by pixel, so the bar
 * drifts from the content until the grid rests. Pure; lengths in CSS pixels.
 */
import { clamp } from '../../ui/clamp';

/** Height of the tallest element: up to here half pixels are exact in the 32-bit floats of the compositor. */
export const TALLEST = 8_000_000;
/** This much at each end scrolls pixel by pixel, so that the ends are exact. */
const EXACT = 1_000_000;

export interface Lengths {
  /** All rows. */
  content: number;
  /** Part of it that is in view. */
  sight: number;
}

/** A place in the content, and the browser's `scrollTop` for it. */
export interface Place {
  content: number;
  scrolled: number;
}

const within = (value: number, most: number): number => clamp(value, { min: 0, max: Math.max(0, most) });

export const elementHeight = (content: number): number => Math.min(content, TALLEST);

/** Place in the content for a `scrollTop`. */
export function contentAt(scrolled: number, { content, sight }: Lengths): number {
  const [whole, bar] = [content - sight, elementHeight(content) - sight];
  const at = within(scrolled, bar);
  if (content <= TALLEST || at <= EXACT) return at;
  if (bar - at <= EXACT) return whole - (bar - at);
  return Math.round(EXACT + ((at - EXACT) * (whole - 2 * EXACT)) / (bar - 2 * EXACT));
}

/** `scrollTop` for a place in the content. */
export function scrolledAt(place: number, { content, sight }: Lengths): number {
  const [whole, bar] = [content - sight, elementHeight(content) - sight];
  const at = within(place, whole);
  if (content <= TALLEST || at <= EXACT) return at;
  if (whole - at <= EXACT) return bar - (whole - at);
  return Math.round(EXACT + ((at - EXACT) * (bar - 2 * EXACT)) / (whole - 2 * EXACT));
}

export const placeAt = (content: number, lengths: Lengths): Place => {
  const at = within(content, lengths.content - lengths.sight);
  return { content: at, scrolled: scrolledAt(at, lengths) };
};

/** Where the grid is after the browser has scrolled to `scrolled`. */
export function followed(before: Place, scrolled: number, lengths: Lengths): Place {
  if (lengths.content <= TALLEST) return { content: scrolled, scrolled };
  const by = scrolled - before.scrolled;
  // Even half a pixel of a dragged scroll bar is further than any step of a wheel.
  const leap = TALLEST / lengths.sight / 4;
  if (Math.abs(by) > leap) return { content: contentAt(scrolled, lengths), scrolled };
  return { content: within(before.content + by, lengths.content - lengths.sight), scrolled };
}

/** Whether the scroll bar is at an end and the content is not, so that the next step would be lost. */
export function isStuck({ content, scrolled }: Place, lengths: Lengths): boolean {
  const atTop = scrolled <= 0 && content > 0;
  const atEnd = scrolled >= elementHeight(lengths.content) - lengths.sight - 1;
  return atTop || (atEnd && content < lengths.content - lengths.sight - 1);
}
