/** One row of a list at the side, of which one is chosen: a dot and what it stands for. */
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { RowButton } from './boxes';

interface ChoiceRowProps {
  chosen: boolean;
  /** Accessible name, where the text alone is not enough. */
  label?: string;
  /** CSS color of the dot; `filled` draws it full, otherwise a ring. */
  dot: { color: string; filled: boolean };
  onChoose(): void;
  children: ReactNode;
}

export function ChoiceRow({ chosen, label, dot, onChoose, children }: ChoiceRowProps) {
  return (
    <RowButton
      aria-current={chosen ? 'true' : undefined}
      aria-label={label}
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
