/** The elements of a treegrid. Only the rows in sight exist, which an HTML table cannot have. */
import { createElement, type HTMLAttributes, type ReactElement } from 'react';

type Props = HTMLAttributes<HTMLDivElement>;

const part =
  (role: string) =>
  (props: Props): ReactElement =>
    createElement('div', { role, ...props });

export const RowPart = part('row');
export const RowsPart = part('rowgroup');
export const CellPart = part('gridcell');
export const RowHeadPart = part('rowheader');
export const ColumnHeadPart = part('columnheader');
