/**
 * A grid over any number of images: only the rows in sight are there, and only their pages are fetched. One tab stop;
 * arrows, Home, End and the page keys move, Enter opens.
 */
import Box from '@mui/material/Box';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useRef, useState } from 'react';
import { useTokens } from '../../theme/theme';
import { token } from '../../theme/tokens';
import { GridRow } from './GridRow';
import type { ExamplePages } from './pages';
import { gridShape, moved, positionAt } from './rows';
import { useInSight } from './useInSight';
import { useSprites } from './useSprites';

/** Rows beyond the sight that stand ready. */
const OVERSCAN = 3;
/** Room for the outline of the cells at the edge. */
const EDGE = 4;

export function ExampleGrid({
  pages,
  count,
  thumbnail,
  label,
  nameOf,
  splitWord,
  smooth,
  active,
  onActive,
  onOpen,
}: {
  pages: ExamplePages;
  count: number;
  /** Least side of an image, in CSS pixels. */
  thumbnail: number;
  label: string;
  nameOf(label: number): string;
  splitWord: string;
  /** Whether images are smoothed when enlarged. */
  smooth: boolean;
  active: number;
  onActive(position: number): void;
  onOpen(position: number): void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const gridId = useId();
  const [width, setWidth] = useState(0);
  const [focused, setFocused] = useState(false);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth - 2 * EDGE);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const sprites = useSprites(pages);
  const colors = useTokens();
  const shape = gridShape(width, thumbnail, count);
  const { columns, rows, cell, rowHeight } = shape;
  const virtual = useVirtualizer({
    count: width > 0 ? rows : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    paddingStart: EDGE,
    paddingEnd: EDGE,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the virtualizer keeps the sizes that it was told first.
  useEffect(() => virtual.measure(), [rowHeight, columns, virtual]);

  const items = virtual.getVirtualItems();
  // Rows take the place of those that went out of sight, canvas and all.
  const places = useRef(0);
  places.current = Math.max(places.current, items.length);
  useInSight(pages, (items[0]?.index ?? 0) * columns, ((items.at(-1)?.index ?? -1) + 1) * columns);

  // The larger view moves over the whole set: what it shows is in sight when it closes.
  const activeRow = Math.floor(active / columns);
  const shown = useRef(activeRow);
  useEffect(() => {
    if (shown.current === activeRow) return;
    shown.current = activeRow;
    virtual.scrollToIndex(activeRow, { align: 'auto' });
  }, [activeRow, virtual]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (count > 0) onOpen(active);
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight));
    const next = moved(event.key, active, { columns, count, page });
    if (next === undefined) return;
    event.preventDefault();
    onActive(next);
  };
  const onClick = (event: MouseEvent) => {
    const element = scroller.current;
    if (!element) return;
    const { left, top } = element.getBoundingClientRect();
    const x = event.clientX - left - EDGE;
    const y = event.clientY - top + element.scrollTop - EDGE;
    const position = positionAt(x, y, shape, count);
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
      aria-activedescendant={focused && count > 0 ? `${gridId}-${active}` : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      sx={{
        flex: 1,
        minHeight: 0,
        overflowY: 'scroll',
        overflowX: 'hidden',
        contain: 'strict',
        mx: `-${EDGE}px`,
        // The active image has one.
        outline: 'none',
        ...ROWS,
      }}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative', margin: `0 ${EDGE}px` }}>
        {items.map((item) => (
          <GridRow
            key={item.index % places.current}
            pages={pages}
            sprites={sprites}
            row={item.index}
            columns={columns}
            cell={cell}
            count={count}
            top={item.start}
            smooth={smooth}
            colors={colors}
            resting={!virtual.isScrolling}
            active={focused && activeRow === item.index ? active : undefined}
            gridId={gridId}
            nameOf={nameOf}
            splitWord={splitWord}
          />
        ))}
      </div>
    </Box>
  );
}

/** Said once for all rows and cells, of which there are hundreds. */
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
