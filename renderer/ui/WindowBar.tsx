/** A bar across the window: an icon and an edge in `color`, text, buttons. It takes room and covers nothing. */
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Strip } from './boxes';
import { type TokenName, token } from './theme/tokens';

export function WindowBar({
  icon: Icon,
  color,
  actions,
  children,
  ...strip
}: {
  icon: LucideIcon;
  color: TokenName;
  actions?: ReactNode;
  children: ReactNode;
  role: 'status' | 'alert';
  'aria-label'?: string;
}) {
  return (
    <Strip
      {...strip}
      sx={{
        minHeight: 38,
        px: '14px',
        py: '6px',
        borderLeft: `4px solid ${token(color)}`,
        backgroundColor: token('raised'),
        '& > svg, & > button': { flexShrink: 0 },
      }}
    >
      <Icon size={16} color={token(color)} aria-hidden />
      <div style={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>{children}</div>
      {actions}
    </Strip>
  );
}
