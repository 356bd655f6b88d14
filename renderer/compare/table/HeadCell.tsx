/** The head of a column: sorts (with Shift, by one more column), can be dragged to another place and made wider. */
import type { Header } from '@tanstack/react-table';
import { type DragEvent, type KeyboardEvent, type ReactNode, useState } from 'react';
import { t } from '../../../core/messages';
import { headingOf } from '../../../core/query/field-text';
import type { RunField } from '../../../core/query/run-fields';
import type { RunRecord } from '../../../core/study/run';
import { type features, NAME } from './model';
import { ColumnHeadPart } from './parts';
import { arrange, moved, useRunTable } from './view';

const DRAGGED = 'application/x-skipwire-column';
/** Pixels, with the keyboard. */
const STEP = 16;

const placeOf = (name: string): number => useRunTable.getState().table.columns.indexOf(name);

const moveTo = (name: string, to: number): void =>
  arrange({ columns: moved(useRunTable.getState().table.columns, name, to) });

export function HeadCell({
  field,
  header,
  help,
  before,
}: {
  field: RunField;
  header: Header<typeof features, RunRecord, unknown>;
  help: string;
  before?: ReactNode;
}) {
  const [over, setOver] = useState(false);
  const { column } = header;
  const { name } = field;
  const isFirst = name === NAME;
  const sorted = column.getIsSorted();
  const order = column.getSortIndex();
  const severalSorts = useRunTable(({ table }) => table.sort.length > 1);
  const heading = headingOf(field);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.altKey) return column.getSize() && arrangeWidth(name, column.getSize() + step * STEP);
    if (event.ctrlKey || event.metaKey) {
      if (!isFirst) moveTo(name, placeOf(name) + step);
      return;
    }
    const cell = event.currentTarget.parentElement;
    const next = step < 0 ? cell?.previousElementSibling : cell?.nextElementSibling;
    next?.querySelector('button')?.focus();
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    const dragged = event.dataTransfer.getData(DRAGGED);
    if (dragged === '' || dragged === name) return;
    event.preventDefault();
    moveTo(dragged, isFirst ? 0 : placeOf(name));
  };
  return (
    <ColumnHeadPart
      aria-sort={sorted === false ? 'none' : sorted === 'asc' ? 'ascending' : 'descending'}
      className={`column${isFirst ? ' name' : ''}${field.type === 'number' ? ' number' : ''}${over ? ' over' : ''}`}
      draggable={!isFirst && !column.getIsResizing()}
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAGGED, name);
        event.dataTransfer.effectAllowed = 'move';
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {before}
      <button
        type="button"
        // One tab stop: the arrow keys go to the others.
        tabIndex={isFirst ? 0 : -1}
        title={`${heading}: ${help}`}
        onClick={(event) => column.toggleSorting(undefined, event.shiftKey)}
        onKeyDown={onKeyDown}
      >
        {heading}
        {sorted && (
          <span className="sorted" aria-hidden>
            {sorted === 'asc' ? '↑' : '↓'}
            {severalSorts && order + 1}
          </span>
        )}
      </button>
      <span
        aria-hidden
        className="grip"
        title={t('compare.runTable.resize')}
        onMouseDown={(event) => {
          // Otherwise the column is dragged away.
          event.preventDefault();
          header.getResizeHandler()(event);
        }}
        onTouchStart={header.getResizeHandler()}
        onDoubleClick={() => column.resetSize()}
      />
    </ColumnHeadPart>
  );
}

const arrangeWidth = (name: string, width: number): void => {
  const { widths } = useRunTable.getState().table;
  arrange({ widths: { ...widths, [name]: Math.max(STEP * 3, width) } });
};
