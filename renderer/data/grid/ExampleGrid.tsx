/**
 * A grid over any number of images: only the rows in sight are there, and only their pages are fetched. One tab stop;
 * arrows, Home, End and the page keys move, Enter opens.
 */
import Box from '@mui/material/Box';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from 'react';
import { GridRow } from './GridRow';
import type { ExamplePages } from './pages';
import { gridShape, moved } from './rows';

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

  const { columns, rows, cell, rowHeight } = gridShape(width, thumbnail, count);
  const virtual = useVirtualizer({
    count: width > 0 ? rows : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    paddingStart: EDGE,
    paddingEnd: EDGE,
    useFlushSync: false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the virtualizer keeps the sizes that it was told first.
  useEffect(() => virtual.measure(), [rowHeight, columns, virtual]);

  const items = virtual.getVirtualItems();
  const from = (items[0]?.index ?? 0) * columns;
  const to = Math.min(count, ((items.at(-1)?.index ?? -1) + 1) * columns);
  useEffect(() => pages.want('grid', from, to), [pages, from, to]);
  useEffect(() => () => pages.want('grid', 0, 0), [pages]);

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
  const onChoose = useCallback(
    (position: number, open: boolean) => {
      onActive(position);
      if (open) onOpen(position);
    },
    [onActive, onOpen],
  );

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
      }}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative', margin: `0 ${EDGE}px` }}>
        {items.map((item) => (
          <GridRow
            key={item.key}
            pages={pages}
            row={item.index}
            columns={columns}
            cell={cell}
            count={count}
            top={item.start}
            active={focused && activeRow === item.index ? active : undefined}
            gridId={gridId}
            nameOf={nameOf}
            splitWord={splitWord}
            onChoose={onChoose}
          />
        ))}
      </div>
    </Box>
  );
}
