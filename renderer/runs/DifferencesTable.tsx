import Box from '@mui/material/Box';
import { token } from '../ui/theme/tokens';

export function DifferencesTable({
  label,
  rows,
  head,
  equal,
}: {
  label: string;
  rows: readonly { what: string; first: string; second: string }[];
  head?: readonly string[];
  /** For everything that does not differ. */
  equal?: { what: string; value: string };
}) {
  return (
    <Box
      component="table"
      aria-label={label}
      sx={{
        width: '100%',
        borderCollapse: 'collapse',
        fontVariantNumeric: 'tabular-nums',
        '& th, & td': {
          py: '6px',
          pl: 3,
          borderBottom: `1px solid ${token('line')}`,
          fontWeight: 400,
          textAlign: 'right',
        },
        '& th': { color: token('muted'), fontVariantNumeric: 'normal' },
        '& th:first-of-type': { textAlign: 'left', pl: 0 },
        '& thead': { fontSize: 12 },
        ...(equal && { '& tr:last-of-type > *': { borderBottom: 0 } }),
      }}
    >
      {head && (
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>
        {rows.map(({ what, first, second }) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td>{first}</td>
            <td>{second}</td>
          </tr>
        ))}
        {equal && (
          <tr>
            <th scope="row">{equal.what}</th>
            <td colSpan={2}>{equal.value}</td>
          </tr>
        )}
      </tbody>
    </Box>
  );
}
