import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { token } from './theme/tokens';

/** A word and its number: "Parameters **23,608,202**". */
export function Stat({ label, value, title }: { label: string; value: ReactNode; title?: string }) {
  return (
    <Box component="span" title={title} sx={{ whiteSpace: 'nowrap', color: token('muted') }}>
      {label}{' '}
      <Box
        component="strong"
        sx={{ fontWeight: 550, color: token('text'), fontVariantNumeric: 'tabular-nums' }}
      >
        {value}
      </Box>
    </Box>
  );
}

/** The same as a row of a list: the word left, the number right, a hairline below. */
export function StatRow({ label, value, mono }: { label: string; value: ReactNode; mono?: boolean }) {
  return (
    <Box
      sx={{
        display: 'flex',
        alignItems: 'baseline',
        justifyContent: 'space-between',
        gap: 3,
        py: '5px',
        '& + &': { borderTop: `1px solid ${token('line')}` },
      }}
    >
      <Box component="span" sx={{ color: token('muted') }}>
        {label}
      </Box>
      <Box
        component="span"
        sx={{
          textAlign: 'right',
          fontVariantNumeric: 'tabular-nums',
          overflowWrap: 'anywhere',
          ...(mono && { fontFamily: "'JetBrains Mono Variable', monospace", fontSize: 12 }),
        }}
      >
        {value}
      </Box>
    </Box>
  );
}
