/** The cells of a row for pointers, keyboards and screen readers; the images are on the row's canvas. */
import { memo } from 'react';
import { t } from '../../../core/messages';
import { GAP } from '../../ui/imageGrid';
import type { SplitRole } from '../splits';
import type { GridLook } from './draw';

export const RowCells = memo(function RowCells({
  look: { pages, overview, cell, nameOf },
  from,
  to,
  active,
  gridId,
  split,
}: {
  look: GridLook;
  from: number;
  to: number;
  /** The active position, if it is in this row. */
  active?: number;
  gridId: string;
  split: SplitRole;
  /** These change when images or sketches have come, and with them the names. */
  loaded: number;
  sketched: number;
}) {
  return Array.from({ length: to - from }, (_, column) => {
    const position = from + column;
    const example = pages.at(position);
    const label = example?.label ?? overview.at(position)?.label;
    const name = label === undefined ? t('data.examples.someImage') : nameOf(label);
    const whole = example && `${name}, ${t('data.example.imageAt', { split, index: example.index })}`;
    return (
      // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: see the row; the grid names the active one.
      <div
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell takes the next image that comes to its column.
        key={column}
        id={`${gridId}-${position}`}
        role="gridcell"
        aria-colindex={column + 1}
        aria-selected={position === active}
        aria-label={whole ?? t('data.examples.loading', { name })}
        // The same, or it would be read twice.
        title={whole}
        style={{ left: column * (cell + GAP), width: cell, height: cell }}
      />
    );
  });
});
