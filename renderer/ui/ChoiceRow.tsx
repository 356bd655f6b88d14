/** One row of a list to choose from, with a dot. */
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { RowButton } from './boxes';

interface ChoiceRowProps {
  chosen: boolean;
  /** A CSS color; a ring unless `filled`. */
  dot: { color: string; filled: boolean };
  onChoose(): void;
  children: ReactNode;
}

export function ChoiceRow({ chosen, dot, onChoose, children }: ChoiceRowProps) {
  return (
    <RowButton
      aria-current={chosen ? 'true' : undefined}
      onClick={onChoose}
      sx={{ gap: '10px', px: '9px', py: '6px', mb: '3px' }}
    >
      <Box
        aria-hidden="true"
        sx={{
          width: 10,
          height: 10,
          flexShrink: 0,
          borderRadius: '50%',
          border: `1.5px solid ${dot.color}`,
          backgroundColor: dot.filled ? dot.color : 'transparent',
        }}
      />
      <Box sx={{ minWidth: 0, flex: 1 }}>{children}</Box>
    </RowButton>
  );
}
