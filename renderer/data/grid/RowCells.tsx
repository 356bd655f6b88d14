/** The cells of a row as pointers, keyboards and screen readers meet them; what is seen is on the row's canvas. */

import { memo } from 'react';
import { t } from '../../../core/messages';
import { GAP } from '../../ui/rows';
import type { SplitRole } from '../splits';
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
  split,
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
  split: SplitRole;
  /** These change when images, or their sketches, have come, so that their names are read again. */
  loaded: number;
  sketched: number;
}) {
  return Array.from({ length: to - from }, (_, column) => {
    const position = from + column;
    const example = pages.at(position);
    const label = example?.label ?? overview.at(position)?.label;
    const name = label === undefined ? t('data.examples.someImage') : nameOf(label);
    const at = example && t('data.example.imageAt', { split, index: example.index });
    return (
      // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as the row; the grid names the active one.
      <div
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell takes the next image that comes to its column.
        key={column}
        id={`${gridId}-${position}`}
        role="gridcell"
        aria-colindex={column + 1}
        aria-selected={position === active}
        aria-label={at ? `${name}, ${at}` : t('data.examples.loading', { name })}
        title={at && `${name} · ${at}`}
        style={{ left: column * (cell + GAP), width: cell, height: cell }}
      />
    );
  });
});
