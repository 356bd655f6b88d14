import { useEffect, useMemo } from 'react';
import type { ExamplePages } from './pages';
import { Sprites } from './sprites';

/** The bitmaps of a grid's pages, let go with it. */
export function useSprites(pages: ExamplePages): Sprites {
  // biome-ignore lint/correctness/useExhaustiveDependencies: other pages, other bitmaps.
  const sprites = useMemo(() => new Sprites(), [pages]);
  useEffect(() => () => sprites.dispose(), [sprites]);
  return sprites;
}
