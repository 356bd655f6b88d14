import ButtonBase, { type ButtonBaseProps } from '@mui/material/ButtonBase';
import Tooltip from '@mui/material/Tooltip';
import type { ReactNode } from 'react';
import { token } from '../ui/theme/tokens';

interface Props extends ButtonBaseProps {
  /** The tooltip and accessible name: what it is, and its state. */
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
        }}
        {...button}
      >
        {children}
      </ButtonBase>
    </Tooltip>
  );
}
