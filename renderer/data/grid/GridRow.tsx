/** One row of the grid: all its images on one canvas, a cell for each above its words. */
import Box from '@mui/material/Box';
import { memo, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { token } from '../../theme/tokens';
import { drawExample } from './draw';
import type { ExamplePages } from './pages';
import { GAP, rowRange, WORDS } from './rows';

export interface GridRowProps {
  pages: ExamplePages;
  row: number;
  columns: number;
  cell: number;
  count: number;
  /** Offset of the row from the top of the grid. */
  top: number;
  /** The active position, if it is in this row. */
  active?: number;
  gridId: string;
  nameOf(label: number): string;
  splitWord: string;
  onChoose(position: number, open: boolean): void;
}

/** How many images of a row are here: all that its drawing depends on. */
function useLoaded(pages: ExamplePages, from: number, to: number): number {
  return useSyncExternalStore(pages.subscribe, () => {
    let loaded = 0;
    for (let position = from; position < to; position++) if (pages.at(position)) loaded++;
    return loaded;
  });
}

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { pages, row, columns, cell, count, top, active, gridId, nameOf, splitWord, onChoose } = props;
  const [from, to] = rowRange(row, columns, count);
  const loaded = useLoaded(pages, from, to);
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = globalThis.devicePixelRatio || 1;
  const width = columns * (cell + GAP) - GAP;

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    const { imageShape } = pages;
    if (!context || !imageShape) return;
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    if (loaded === 0) return;
    for (let position = from; position < to; position++) {
      const example = pages.at(position);
      const x = Math.round((position - from) * (cell + GAP) * ratio);
      if (example) drawExample(context, example, imageShape, x, Math.round(cell * ratio));
    }
  }, [pages, from, to, loaded, cell, ratio]);

  return (
    <Box
      role="row"
      aria-rowindex={row + 1}
      style={{ position: 'absolute', top: 0, left: 0, width, transform: `translateY(${top}px)` }}
    >
      <canvas
        ref={canvas}
        data-loaded={loaded}
        width={Math.round(width * ratio)}
        height={Math.round(cell * ratio)}
        style={{ position: 'absolute', width, height: cell, pointerEvents: 'none', zIndex: 1 }}
      />
      {Array.from({ length: to - from }, (_, column) => {
        const position = from + column;
        const example = pages.at(position);
        const name = example ? nameOf(example.label) : '';
        return (
          <Box
            key={position}
            id={`${gridId}-${position}`}
            role="gridcell"
            aria-colindex={column + 1}
            aria-selected={position === active}
            aria-label={example ? `${name}, ${splitWord} image ${example.index}` : 'loading'}
            title={example ? `${name} · ${splitWord} image ${example.index}` : undefined}
            onClick={() => onChoose(position, true)}
            style={{ left: column * (cell + GAP), width: cell, height: cell + WORDS }}
            sx={CELL}
          >
            <div className="ground" style={{ height: cell }} />
            <div className="words">{name}</div>
          </Box>
        );
      })}
    </Box>
  );
});

const CELL = {
  position: 'absolute',
  cursor: 'zoom-in',
  '& .ground': { backgroundColor: token('raised') },
  '& .words': {
    mt: '2px',
    fontSize: 11,
    lineHeight: '15px',
    color: token('muted'),
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  '&:hover .ground': { outline: `2px solid ${token('lineStrong')}`, outlineOffset: '1px' },
  '&[aria-selected="true"] .ground': { outline: `2px solid ${token('accent')}`, outlineOffset: '1px' },
} as const;
