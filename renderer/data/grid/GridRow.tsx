/**
 * One row of the grid: all its images and names on one canvas. Its cells are made when the grid comes to rest, since
 * making some hundred elements for each frame of a fast scroll is what takes the time.
 */

import { memo, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { GAP, rowRange } from '../../ui/rows';
import { SANS } from '../../ui/theme/theme';
import type { Tokens } from '../../ui/theme/tokens';
import type { SplitRole } from '../splits';
import { drawRow, rowPictureHeight } from './draw';
import type { Overview } from './overview';
import type { ExamplePages } from './pages';
import { RowCells } from './RowCells';
import type { Sprites } from './sprites';

export interface GridRowProps {
  pages: ExamplePages;
  overview: Overview;
  sprites: Sprites;
  row: number;
  columns: number;
  cell: number;
  count: number;
  /** Offset of the row from the top of the grid. */
  top: number;
  smooth: boolean;
  colors: Tokens;
  fontLoads: number;
  /** The grid does not move. */
  resting: boolean;
  /** The active position, if it is in this row. */
  active?: number;
  gridId: string;
  nameOf(label: number): string;
  split: SplitRole;
}

/** How many images of a row are here: what its drawing depends on. */
function useLoaded(pages: ExamplePages, from: number, to: number): number {
  return useSyncExternalStore(pages.subscribe, () => {
    let loaded = 0;
    for (let position = from; position < to; position++) if (pages.at(position)) loaded++;
    return loaded;
  });
}

/** And how many of the others have a sketch. */
function useSketched(overview: Overview, pages: ExamplePages, from: number, to: number): number {
  return useSyncExternalStore(overview.subscribe, () => {
    let sketched = 0;
    for (let position = from; position < to; position++) {
      if (!pages.at(position) && overview.at(position)) sketched++;
    }
    return sketched;
  });
}

/** True from the first rest at `row` on: cells that are there stay while the grid moves. */
function useCells(row: number, wanted: boolean): boolean {
  const [at, setAt] = useState(-1);
  if (wanted && at !== row) setAt(row);
  return wanted || at === row;
}

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const {
    pages,
    overview,
    sprites,
    row,
    columns,
    cell,
    count,
    top,
    smooth,
    colors,
    fontLoads,
    active,
    nameOf,
  } = props;
  const [from, to] = rowRange(row, columns, count);
  const loaded = useLoaded(pages, from, to);
  const sketched = useSketched(overview, pages, from, to);
  const withCells = useCells(row, props.resting || active !== undefined);
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = globalThis.devicePixelRatio || 1;
  const width = columns * (cell + GAP) - GAP;
  const height = rowPictureHeight(cell);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn depends on which images and sketches have come, and a canvas of another width is empty.
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d', { alpha: false });
    if (context)
      drawRow(context, {
        pages,
        overview,
        sprites,
        from,
        to,
        cell,
        ratio,
        smooth,
        colors,
        font: SANS,
        fontLoads,
        nameOf,
      });
  }, [
    pages,
    overview,
    sprites,
    from,
    to,
    loaded,
    sketched,
    cell,
    width,
    ratio,
    smooth,
    colors,
    fontLoads,
    nameOf,
  ]);

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
          pages={pages}
          overview={overview}
          from={from}
          to={to}
          cell={cell}
          active={active}
          gridId={props.gridId}
          nameOf={nameOf}
          split={props.split}
          loaded={loaded}
          sketched={sketched}
        />
      )}
    </div>
  );
});
