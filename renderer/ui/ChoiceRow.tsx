/** One row of a list at the side, of which one is chosen: a dot and what it stands for. */
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import type { ReactNode } from 'react';
import { token } from './theme/tokens';

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
    <ButtonBase
      aria-current={chosen ? 'true' : undefined}
      aria-label={label}
      onClick={onChoose}
      sx={{
        width: '100%',
        display: 'flex',
        justifyContent: 'flex-start',
        textAlign: 'left',
        gap: '10px',
        px: '9px',
        py: '6px',
        mb: '3px',
        borderRadius: '7px',
        backgroundColor: chosen ? token('raised') : 'transparent',
        '&:hover': { backgroundColor: token('raised') },
        '&:focus-visible': { outline: `2px solid ${token('accent')}` },
      }}
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
    </ButtonBase>
  );
}
