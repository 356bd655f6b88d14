/**
 * A grid over any number of images: only the rows in sight exist, and only their pages are fetched. It is one tab stop:
 * arrows, Home, End and the page keys move, Enter opens.
 */
import Box from '@mui/material/Box';
import {
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { gridShape, moved, positionAt } from '../../ui/imageGrid';
import { pointerIn } from '../../ui/pointer';
import { useTokens } from '../../ui/theme/theme';
import { token } from '../../ui/theme/tokens';
import type { SplitRole } from '../splits';
import type { GridLook } from './draw';
import { GridRow } from './GridRow';
import type { Overview } from './overview';
import type { ExamplePages } from './pages';
import { Sprites } from './sprites';
import { useInSight } from './useInSight';
import { EDGE, useScroll } from './useScroll';

let loads = 0;

function onFontLoad(listener: () => void): () => void {
  const loaded = () => {
    loads++;
    listener();
  };
  document.fonts.addEventListener('loadingdone', loaded);
  return () => document.fonts.removeEventListener('loadingdone', loaded);
}

/** Changes when fonts have loaded: a canvas keeps the fallback that it was drawn with. */
const useFontLoads = (): number => useSyncExternalStore(onFontLoad, () => loads);

/** The bitmaps of a grid's pages. */
function useSprites(pages: ExamplePages): Sprites {
  // biome-ignore lint/correctness/useExhaustiveDependencies: other pages, other bitmaps.
  const sprites = useMemo(() => new Sprites(), [pages]);
  useEffect(() => () => sprites.dispose(), [sprites]);
  return sprites;
}

export function ExampleGrid({
  pages,
  overview,
  count,
  thumbnail,
  label,
  nameOf,
  split,
  smooth,
  active,
  onActive,
  onOpen,
}: {
  pages: ExamplePages;
  /** Drawn until an image has come. */
  overview: Overview;
  count: number;
  /** Minimum side of an image, in CSS pixels. */
  thumbnail: number;
  label: string;
  nameOf(label: number): string;
  split: SplitRole;
  smooth: boolean;
  active: number;
  onActive(position: number): void;
  onOpen(position: number): void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const gridId = useId();
  const [{ width, height }, setSize] = useState({ width: 0, height: 0 });
  const [focused, setFocused] = useState(false);

  // Before the first frame, so that it has rows.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth - 2 * EDGE, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const sprites = useSprites(pages);
  const colors = useTokens();
  const fontLoads = useFontLoads();
  const shape = gridShape(width, thumbnail, count);
  const { columns, rows, cell, rowHeight } = shape;
  const look = useMemo(
    (): GridLook => ({ pages, overview, sprites, cell, smooth, colors, fontLoads, nameOf }),
    [pages, overview, sprites, cell, smooth, colors, fontLoads, nameOf],
  );
  const scroll = useScroll(scroller, shape, height);
  const { reveal } = scroll;

  const first = scroll.rows[0] ?? 0;
  const beyond = (scroll.rows.at(-1) ?? -1) + 1;
  useInSight(pages, overview, first * columns, beyond * columns);

  // The image of the larger view is in sight when that closes.
  const activeRow = Math.floor(active / columns);
  const shown = useRef(active);
  useEffect(() => {
    if (shown.current === active) return;
    shown.current = active;
    reveal(active);
  }, [active, reveal]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (count > 0) onOpen(active);
      return;
    }
    const page = Math.max(1, Math.floor(height / rowHeight));
    const next = moved(event.key, active, { columns, count, page });
    if (next === undefined) return;
    event.preventDefault();
    // At an end the position stays the same, but may be out of sight.
    if (next === active) reveal(active);
    onActive(next);
  };
  const onClick = (event: MouseEvent) => {
    const element = scroller.current;
    if (!element) return;
    const { x, y } = pointerIn(element, event);
    const position = positionAt(x - EDGE, y + scroll.content - EDGE, shape, count);
    if (position === undefined) return;
    onActive(position);
    onOpen(position);
  };

  return (
    <Box
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={rows}
      aria-colcount={columns}
      aria-activedescendant={focused && scroll.rows.includes(activeRow) ? `${gridId}-${active}` : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onFocus={(event) => {
        setFocused(true);
        // A click must not scroll.
        if (event.currentTarget.matches(':focus-visible')) reveal(active);
      }}
      onBlur={() => setFocused(false)}
      sx={{
        flex: 1,
        minHeight: 0,
        overflowY: 'scroll',
        overflowX: 'hidden',
        overflowAnchor: 'none',
        contain: 'strict',
        mx: `-${EDGE}px`,
        // The active image has the outline.
        outline: 'none',
        ...ROWS,
      }}
    >
      <div style={{ height: scroll.height, position: 'relative', margin: `0 ${EDGE}px` }}>
        {scroll.rows.map((row) => (
          <GridRow
            key={row % scroll.places}
            look={look}
            row={row}
            columns={columns}
            count={count}
            top={scroll.topOf(row)}
            resting={!scroll.moving}
            active={focused && activeRow === row ? active : undefined}
            gridId={gridId}
            split={split}
          />
        ))}
      </div>
    </Box>
  );
}

/** Once for all rows and cells, since there are hundreds. */
const ROWS = {
  '& [role="row"]': { position: 'absolute', top: 0, left: 0, cursor: 'zoom-in' },
  '& canvas': { position: 'absolute', pointerEvents: 'none' },
  '& [role="gridcell"]': { position: 'absolute', top: 0 },
  '& [role="gridcell"]:hover': { outline: `2px solid ${token('lineStrong')}`, outlineOffset: '1px' },
  '& [role="gridcell"][aria-selected="true"]': {
    outline: `2px solid ${token('accent')}`,
    outlineOffset: '1px',
  },
} as const;
