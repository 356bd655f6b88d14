import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { Muted } from './text';
import { MONO } from './theme/theme';
import { token } from './theme/tokens';

/** A label and its number: "Parameters **23,608,202**". */
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

/** The same as a row of a list. */
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
      <Muted>{label}</Muted>
      <Box
        component="span"
        sx={{
          textAlign: 'right',
          fontVariantNumeric: 'tabular-nums',
          overflowWrap: 'anywhere',
          ...(mono && { fontFamily: MONO, fontSize: 12 }),
        }}
      >
        {value}
      </Box>
    </Box>
  );
}
