import Box from '@mui/material/Box';
import type { SxProps, Theme } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { CARD_RADIUS } from './theme/theme';
import { token } from './theme/tokens';

/** A card: one surface, a hairline, no shadow. `title` stands at the left of its head, `action` at the right. */
export function Panel({
  title,
  action,
  children,
  sx,
}: {
  title?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
  sx?: SxProps<Theme>;
}) {
  return (
    <Box
      component="section"
      sx={[
        {
          border: `1px solid ${token('line')}`,
          borderRadius: `${CARD_RADIUS}px`,
          backgroundColor: token('panel'),
          p: 4,
          minWidth: 0,
        },
        ...(Array.isArray(sx) ? sx : [sx]),
      ]}
    >
      {(title || action) && (
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, minHeight: 24, mb: 3 }}>
          <Box component="h3" sx={{ m: 0, flex: 1, fontSize: 13, fontWeight: 600, minWidth: 0 }}>
            {title}
          </Box>
          {action}
        </Box>
      )}
      {children}
    </Box>
  );
}
