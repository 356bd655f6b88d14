import { useEffect, useRef } from 'react';
import type { Overview } from './overview';
import type { ExamplePages } from './pages';

/** Fetches the images in sight, then as many again in the direction of the scroll. @param to exclusive */
export function useInSight(pages: ExamplePages, overview: Overview, from: number, to: number): void {
  const before = useRef(from);
  useEffect(() => {
    const many = to - from;
    const back = from < before.current;
    before.current = from;
    pages.want('grid', from, to);
    if (back) pages.lookAhead(from - many, from);
    else pages.lookAhead(to, to + many);
    overview.lookAt(from);
  }, [pages, overview, from, to]);
  useEffect(
    () => () => {
      pages.want('grid', 0, 0);
      pages.lookAhead(0, 0);
    },
    [pages],
  );
}
