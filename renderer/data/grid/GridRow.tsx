/**
 * One row of the grid: its images and names on one canvas. The cells are made only when the grid rests, since making
 * hundreds of elements for each frame of a fast scroll would take too long.
 */
import { memo, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { GAP, rowRange } from '../../ui/imageGrid';
import type { SplitRole } from '../splits';
import { drawRow, type GridLook, rowPictureHeight } from './draw';
import { RowCells } from './RowCells';

/** How many positions of a row hold, kept up to date. */
function useCount(
  { subscribe }: Pick<GridLook['pages'], 'subscribe'>,
  [from, to]: readonly [number, number],
  holds: (position: number) => boolean,
): number {
  return useSyncExternalStore(subscribe, () => {
    let count = 0;
    for (let position = from; position < to; position++) if (holds(position)) count++;
    return count;
  });
}

/** True from the first rest at `row` on: its cells stay while the grid moves. */
function useCells(row: number, wanted: boolean): boolean {
  const [at, setAt] = useState(-1);
  if (wanted && at !== row) setAt(row);
  return wanted || at === row;
}

export const GridRow = memo(function GridRow({
  look,
  row,
  columns,
  count,
  top,
  resting,
  active,
  gridId,
  split,
}: {
  look: GridLook;
  row: number;
  columns: number;
  count: number;
  /** Offset of the row from the top of the grid. */
  top: number;
  /** The grid does not move. */
  resting: boolean;
  /** The active position, if it is in this row. */
  active?: number;
  gridId: string;
  split: SplitRole;
}) {
  const { pages, overview, cell } = look;
  const range = rowRange(row, columns, count);
  const [from, to] = range;
  const loaded = useCount(pages, range, (position) => pages.at(position) !== undefined);
  const sketched = useCount(overview, range, (at) => !pages.at(at) && overview.at(at) !== undefined);
  const withCells = useCells(row, resting || active !== undefined);
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = globalThis.devicePixelRatio || 1;
  const width = columns * (cell + GAP) - GAP;
  const height = rowPictureHeight(cell);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it depends on which images and sketches have come, and a canvas of another width is empty.
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d', { alpha: false });
    if (context) drawRow(context, { ...look, from, to, ratio });
  }, [look, from, to, ratio, loaded, sketched, width]);

  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: no table lays out hundreds of thousands of rows; the grid is the one tab stop.
    <div role="row" aria-rowindex={row + 1} style={{ width, height, transform: `translateY(${top}px)` }}>
      <canvas
        ref={canvas}
        data-loaded={loaded}
        data-sketched={sketched}
        width={Math.round(width * ratio)}
        height={Math.round(height * ratio)}
        style={{ width, height }}
      />
      {withCells && (
        <RowCells
          look={look}
          from={from}
          to={to}
          active={active}
          gridId={gridId}
          split={split}
          loaded={loaded}
          sketched={sketched}
        />
      )}
    </div>
  );
});
