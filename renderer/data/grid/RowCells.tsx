/** The cells of a row as pointers, keyboards and screen readers meet them; what is seen is on the row's canvas. */
import { memo } from 'react';
import { GAP } from '../../ui/rows';
import type { Overview } from './overview';
import type { ExamplePages } from './pages';

export const RowCells = memo(function RowCells({
  pages,
  overview,
  from,
  to,
  cell,
  active,
  gridId,
  nameOf,
  splitWord,
}: {
  pages: ExamplePages;
  overview: Overview;
  from: number;
  to: number;
  cell: number;
  /** The active position, if it is in this row. */
  active?: number;
  gridId: string;
  nameOf(label: number): string;
  splitWord: string;
  /** These change when images, or their sketches, have come, so that their names are read again. */
  loaded: number;
  sketched: number;
}) {
  return Array.from({ length: to - from }, (_, column) => {
    const position = from + column;
    const example = pages.at(position);
    const label = example?.label ?? overview.at(position)?.label;
    const name = label === undefined ? 'an image' : nameOf(label);
    return (
      // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as the row; the grid names the active one.
      <div
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell takes the next image that comes to its column.
        key={column}
        id={`${gridId}-${position}`}
        role="gridcell"
        aria-colindex={column + 1}
        aria-selected={position === active}
        aria-label={example ? `${name}, ${splitWord} image ${example.index}` : `${name}, loading`}
        title={example ? `${name} · ${splitWord} image ${example.index}` : undefined}
        style={{ left: column * (cell + GAP), width: cell, height: cell }}
      />
    );
  });
});
