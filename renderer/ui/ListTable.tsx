/** The table of a dialog. The first column takes the free room and breaks long names. */
import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { type Key, t } from '../../core/messages';
import { visuallyHidden } from './text';
import { token } from './theme/tokens';

export interface ListColumn {
  label: Key;
  number?: boolean;
}

/** @param children rows; the last cell of each holds its buttons, under a heading that only screen readers see */
export function ListTable({ columns, children }: { columns: readonly ListColumn[]; children: ReactNode }) {
  return (
    <Box
      component="table"
      sx={{
        width: '100%',
        borderCollapse: 'collapse',
        '& th': { fontWeight: 500, fontSize: 12, color: token('muted'), textAlign: 'left' },
        '& th, & td': { py: '5px', pr: 4, borderBottom: `1px solid ${token('line')}`, whiteSpace: 'nowrap' },
        '& td:first-of-type': { width: '100%', whiteSpace: 'normal', overflowWrap: 'anywhere' },
        '& td:last-of-type': { pr: 0 },
        '& .number': { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
      }}
    >
      <thead>
        <tr>
          {columns.map(({ label, number }) => (
            <th key={label} scope="col" className={number ? 'number' : undefined}>
              {t(label)}
            </th>
          ))}
          <th scope="col">
            <span style={visuallyHidden}>{t('ui.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </Box>
  );
}
