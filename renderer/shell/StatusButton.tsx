/** An icon at the end of the status bar. */
import ButtonBase, { type ButtonBaseProps } from '@mui/material/ButtonBase';
import Tooltip from '@mui/material/Tooltip';
import type { ReactNode } from 'react';
import { token } from '../ui/theme/tokens';

interface Props extends ButtonBaseProps {
  /** What it is and its present state: the tooltip and the accessible name. */
  label: string;
  children: ReactNode;
}

export function StatusButton({ label, children, ...button }: Props) {
  return (
    <Tooltip title={label} placement="top-end">
      <ButtonBase
        aria-label={label}
        sx={{
          width: 26,
          height: 24,
          borderRadius: '6px',
          color: token('muted'),
          '&:hover': { backgroundColor: token('raised') },
          '&:focus-visible': { outline: `2px solid ${token('accent')}` },
        }}
        {...button}
      >
        {children}
      </ButtonBase>
    </Tooltip>
  );
}
