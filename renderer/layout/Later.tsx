import Box from '@mui/material/Box';
import { type ReactNode, startTransition, useEffect, useRef, useState } from 'react';

/** Pixels below the visible part of its pane from which something is near. */
const NEAR = 300;
/** Milliseconds after which what is not near is drawn too, when the page has nothing else to do. */
const PAUSE = 2000;

/**
 * What is far below in a pane that scrolls, as a child of it, costs nothing while the view opens. It is drawn when it
 * comes near, when the keyboard is used, which may lead there or search the page, or after a pause. Then it stays.
 */
export function Later({
  height,
  children,
}: {
  /** Pixels of the empty place, roughly those of what comes. */
  height: number;
  children: ReactNode;
}) {
  const place = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    if (drawn || !place.current) return;
    const draw = () => startTransition(() => setDrawn(true));
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && draw(),
      { root: place.current.parentElement, rootMargin: `${NEAR}px` },
    );
    observer.observe(place.current);
    let idle: number | undefined;
    const timer = setTimeout(() => {
      idle = requestIdleCallback(draw);
    }, PAUSE);
    window.addEventListener('keydown', draw);
    return () => {
      observer.disconnect();
      clearTimeout(timer);
      if (idle !== undefined) cancelIdleCallback(idle);
      window.removeEventListener('keydown', draw);
    };
  }, [drawn]);
  return drawn ? children : <Box ref={place} sx={{ height, flexShrink: 0 }} />;
}
