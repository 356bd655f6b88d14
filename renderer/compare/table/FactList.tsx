import Box from '@mui/material/Box';
import { token } from '../../ui/theme/tokens';

export function FactList({ facts }: { facts: readonly { label: string; value: string }[] }) {
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        mt: 4,
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fill, minmax(150px, 1fr))',
        gap: '10px 20px',
        fontSize: 12,
        lineHeight: '17px',
      }}
    >
      {facts.map(({ label, value }) => (
        <Box key={label}>
          <Box component="dt" sx={{ color: token('muted') }}>
            {label}
          </Box>
          <Box component="dd" sx={{ m: 0, overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' }}>
            {value}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
