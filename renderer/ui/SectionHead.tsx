import Box from '@mui/material/Box';
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { token } from './theme/tokens';

/** A small head in capitals. */
export const Capitals = styled('h2')({
  margin: 0,
  fontSize: 11,
  lineHeight: '16px',
  fontWeight: 600,
  letterSpacing: '0.07em',
  textTransform: 'uppercase',
});

/** A head above a group of rows, with room for one control at the right. */
export function SectionHead({
  children,
  action,
  id,
}: {
  children: ReactNode;
  action?: ReactNode;
  id?: string;
}) {
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', minHeight: 24, mt: 3, mb: 1 }}>
      <Capitals id={id} sx={{ flex: 1, color: token('muted') }}>
        {children}
      </Capitals>
      {action}
    </Box>
  );
}
