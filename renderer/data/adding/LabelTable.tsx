/** The first rows of the table of labels, and a choice of the column with the classes. */
import Box from '@mui/material/Box';
import type { LabelTableInfo } from '../../../core/contract/datasets';
import { t } from '../../../core/messages';
import { ellipsis, Field } from '../../ui';
import { Choice } from '../../ui/Choice';
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
  // A wide table shows the two columns in use, and those that can be chosen.
  const shown = [...new Set([imageColumn, labelColumn, ...labelColumns])].slice(0, 5);
  const roles = new Map([
    [imageColumn, t('data.add.column.image')],
    [labelColumn, t('data.add.column.class')],
  ]);
  return (
    <Box sx={{ mb: 3 }}>
      <Field label={t('data.add.classColumn')}>
        <Choice
          fullWidth
          label={t('data.add.classColumn')}
          disabled={busy}
          value={labelColumn}
          options={[...new Set([labelColumn, ...labelColumns])].map((value) => ({
            value,
            label: columns[value],
          }))}
          onChange={(column) => onColumn(String(column + 1))}
        />
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
            ...ellipsis,
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
