/** Which rows of the grid are in sight, and how the grid scrolls. */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { GridShape } from '../../ui/imageGrid';
import { elementHeight, followed, isStuck, type Lengths, type Place, placeAt } from './scaled';

/** Room for the outline of the cells at the edge. */
export const EDGE = 4;
/** Rows kept ready above and below. */
const OVERSCAN = 3;
/** The grid rests after this time without a scroll event. */
const REST_MS = 150;

interface View extends Place {
  moving: boolean;
  /** It moved so far at once that rows kept ready would be of no use. */
  leapt: boolean;
}

export interface Scroll {
  /** Height of the element that contains the rows. */
  height: number;
  /** Rows to show. */
  rows: readonly number[];
  /** Most rows at a time: a row takes over the canvas of one that went out of sight. */
  places: number;
  /** Top of a row in that element. */
  topOf(row: number): number;
  moving: boolean;
  /** Offset in the rows at the top of the view. */
  content: number;
  /** Scrolls no further than necessary. */
  reveal(position: number): void;
}

export function useScroll(
  scroller: RefObject<HTMLElement | null>,
  { columns, rows, rowHeight }: GridShape,
  sight: number,
): Scroll {
  const [view, setView] = useState<View>({ content: 0, scrolled: 0, moving: false, leapt: false });
  // Events may come before the next render.
  const now = useRef<Place>(view);
  /** The image that stays at the top when sizes change, and how far its row begins above the top. */
  const anchor = useRef({ position: 0, beyond: -EDGE });
  const content = rows * rowHeight + 2 * EDGE;
  const lengths = useRef<Lengths>({ content, sight });
  lengths.current = { content, sight };

  const keep = useCallback(
    (place: Place) => {
      now.current = place;
      const row = Math.max(0, Math.floor((place.content - EDGE) / rowHeight));
      anchor.current = { position: row * columns, beyond: place.content - EDGE - row * rowHeight };
    },
    [columns, rowHeight],
  );

  /** Sets the scroll bar. */
  const place = useCallback(
    (to: number): Place => {
      const next = placeAt(to, lengths.current);
      const element = scroller.current;
      if (!element) return next;
      element.scrollTop = next.scrolled;
      // The browser may round it.
      return { ...next, scrolled: element.scrollTop };
    },
    [scroller],
  );

  /** Brings the scroll bar back to the content, which does not move. */
  const settled = useCallback(
    (at: Place): Place => {
      const drift = placeAt(at.content, lengths.current).scrolled - at.scrolled;
      return Math.abs(drift) > 1 ? place(at.content) : at;
    },
    [place],
  );

  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stir = useCallback(() => {
    clearTimeout(rest.current);
    rest.current = setTimeout(() => {
      now.current = settled(now.current);
      setView({ ...now.current, moving: false, leapt: false });
    }, REST_MS);
  }, [settled]);
  useEffect(() => () => clearTimeout(rest.current), []);

  useEffect(() => {
    const element = scroller.current;
    const onScroll = () => {
      if (!element) return;
      stir();
      const before = now.current;
      let after = followed(before, element.scrollTop, lengths.current);
      if (after.scrolled === before.scrolled) return;
      if (isStuck(after, lengths.current)) after = settled(after);
      keep(after);
      const leapt = Math.abs(after.content - before.content) > lengths.current.sight;
      // Otherwise the rows would lag one frame behind.
      flushSync(() => setView({ ...after, moving: true, leapt }));
    };
    element?.addEventListener('scroll', onScroll, { passive: true });
    return () => element?.removeEventListener('scroll', onScroll);
  }, [scroller, keep, settled, stir]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: with other lengths the same images are elsewhere.
  useLayoutEffect(() => {
    const { position, beyond } = anchor.current;
    const at = place(EDGE + Math.floor(position / columns) * rowHeight + Math.min(beyond, rowHeight));
    now.current = at;
    setView((before) => ({ ...before, ...at }));
  }, [content, columns, rowHeight, sight, place]);

  const reveal = useCallback(
    (position: number) => {
      const top = EDGE + Math.floor(position / columns) * rowHeight;
      const least = top + rowHeight + EDGE - sight;
      const from = now.current.content;
      const to = top - EDGE < from ? top - EDGE : Math.max(from, least);
      if (to === from) return;
      const next = place(to);
      keep(next);
      setView({ ...next, moving: true, leapt: false });
      stir();
    },
    [columns, rowHeight, sight, keep, place, stir],
  );

  const overscan = view.leapt ? 0 : OVERSCAN;
  const first = Math.max(0, Math.floor((view.content - EDGE) / rowHeight) - overscan);
  const last = Math.min(rows, Math.ceil((view.content - EDGE + sight) / rowHeight) + overscan);
  const shift = EDGE + view.scrolled - view.content;
  return {
    height: elementHeight(content),
    rows: Array.from({ length: sight > 0 ? Math.max(0, last - first) : 0 }, (_, n) => first + n),
    places: Math.ceil(sight / rowHeight) + 1 + 2 * overscan,
    topOf: (row) => row * rowHeight + shift,
    moving: view.moving,
    content: view.content,
    reveal,
  };
}
