/** The table that the classes are read from: its first rows, and which column holds the classes. */

import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import type { LabelTableInfo } from '../../../core/contract/datasets';
import { t } from '../../../core/messages';
import { Field } from '../../ui';
import { MONO } from '../../ui/theme/theme';
import { token } from '../../ui/theme/tokens';

export function LabelTable({
  table,
  busy,
  onColumn,
}: {
  table: LabelTableInfo;
  busy: boolean;
  onColumn(name: string): void;
}) {
  const { columns, imageColumn, labelColumn, labelColumns, rows } = table;
  if (columns.length === 0) return null;
  // A wide table shows the two columns in use, and those that may be chosen.
  const shown = [...new Set([imageColumn, labelColumn, ...labelColumns])].slice(0, 5);
  const roles = new Map([
    [imageColumn, t('data.add.column.image')],
    [labelColumn, t('data.add.column.class')],
  ]);
  return (
    <Box sx={{ mb: 3 }}>
      <Field label={t('data.add.classColumn')} htmlFor="label-column">
        <Select<number>
          fullWidth
          disabled={busy}
          value={labelColumn}
          onChange={(event) => onColumn(String(event.target.value + 1))}
          slotProps={{ input: { id: 'label-column' } }}
          SelectDisplayProps={{ 'aria-label': t('data.add.classColumn') }}
        >
          {[...new Set([labelColumn, ...labelColumns])].map((column) => (
            <MenuItem key={column} value={column}>
              {columns[column]}
            </MenuItem>
          ))}
        </Select>
      </Field>
      <Box
        component="table"
        aria-label={t('data.add.firstRows', { file: table.file })}
        sx={{
          width: '100%',
          tableLayout: 'fixed',
          borderCollapse: 'collapse',
          fontFamily: MONO,
          fontSize: 12,
          mt: 2,
          '& th, & td': {
            textAlign: 'left',
            fontWeight: 400,
            p: '3px 8px',
            borderBottom: `1px solid ${token('line')}`,
            overflow: 'hidden',
            textOverflow: 'ellipsis',
            whiteSpace: 'nowrap',
          },
        }}
      >
        <thead>
          <tr>
            {shown.map((column) => (
              <Box component="th" key={column} sx={{ color: token('muted') }}>
                {columns[column]}
                {roles.has(column) && (
                  <Box component="span" sx={{ color: token('accent') }}>
                    {` · ${roles.get(column)}`}
                  </Box>
                )}
              </Box>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join('\n')}>
              {shown.map((column) => (
                <Box component="td" key={column} sx={roles.has(column) ? {} : { color: token('muted') }}>
                  {row[column] ?? ''}
                </Box>
              ))}
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}
