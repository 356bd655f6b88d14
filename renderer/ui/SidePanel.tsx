import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { t } from '../../core/messages';
import { ResizeHandle } from './ResizeHandle';
import { token } from './theme/tokens';

/** A panel at a side of the work area. Its width can be dragged, or set with the arrow keys. */
export function SidePanel({
  side,
  label,
  width,
  range,
  onWidth,
  children,
}: {
  side: 'left' | 'right';
  label: string;
  width: number;
  range: { min: number; max: number; start: number };
  onWidth: (width: number) => void;
  children: ReactNode;
}) {
  return (
    <Box
      sx={{
        width,
        flexShrink: 0,
        position: 'relative',
        backgroundColor: token('panel'),
        [side === 'left' ? 'borderRight' : 'borderLeft']: `1px solid ${token('line')}`,
      }}
    >
      {children}
      <ResizeHandle
        label={t('ui.width', { panel: label })}
        value={width}
        range={range}
        scale={side === 'left' ? 1 : -1}
        onValue={onWidth}
        onReset={() => onWidth(range.start)}
        sx={{ position: 'absolute', top: 0, bottom: 0, [side === 'left' ? 'right' : 'left']: -4 }}
      />
    </Box>
  );
}
