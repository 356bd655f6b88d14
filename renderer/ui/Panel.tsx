import Box from '@mui/material/Box';
import type { ComponentProps, ReactNode } from 'react';
import { Card } from './boxes';

type PanelProps = Omit<ComponentProps<typeof Card>, 'title'> & { title?: ReactNode; action?: ReactNode };

/** A card with a title on the left and `action` on the right. */
export function Panel({ title, action, children, ...card }: PanelProps) {
  return (
    <Card {...card}>
      {(title || action) && (
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, minHeight: 24, mb: 3 }}>
          <Box component="h2" sx={{ m: 0, flex: 1, fontSize: 13, fontWeight: 600, minWidth: 0 }}>
            {title}
          </Box>
          {action}
        </Box>
      )}
      {children}
    </Card>
  );
}
