import ButtonBase, { type ButtonBaseProps } from '@mui/material/ButtonBase';
import { ChevronRight } from 'lucide-react';
import { token } from './theme/tokens';

/** Unfolds something: a chevron that turns, and a label. */
export function FoldButton({
  open,
  wrong,
  children,
  sx,
  ...button
}: ButtonBaseProps & {
  open: boolean;
  /** Something inside has an error. */
  wrong?: boolean;
}) {
  return (
    <ButtonBase
      aria-expanded={open}
      sx={[
        {
          gap: '4px',
          flexShrink: 0,
          borderRadius: '6px',
          color: token(wrong ? 'bad' : 'muted'),
          '&:hover': { color: token('text') },
          '& > svg': { flexShrink: 0, transition: 'transform 90ms' },
        },
        ...(Array.isArray(sx) ? sx : [sx]),
      ]}
      {...button}
    >
      <ChevronRight size={13} aria-hidden style={{ transform: open ? 'rotate(90deg)' : 'none' }} />
      {children}
    </ButtonBase>
  );
}
