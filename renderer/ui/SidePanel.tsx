import Box from '@mui/material/Box';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import { t } from '../../core/messages';
import { clamp } from './clamp';
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
  const start = useRef<{ x: number; width: number }>(undefined);
  const sign = side === 'left' ? 1 : -1;
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    start.current = { x: event.clientX, width };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (start.current) onWidth(clamp(start.current.width + sign * (event.clientX - start.current.x), range));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 16 : event.key === 'ArrowLeft' ? -16 : 0;
    if (step === 0) return;
    event.preventDefault();
    onWidth(clamp(width + sign * step, range));
  };
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
      <Box
        role="separator"
        aria-orientation="vertical"
        aria-label={t('ui.width', { panel: label })}
        aria-valuenow={width}
        aria-valuemin={range.min}
        aria-valuemax={range.max}
        tabIndex={0}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          start.current = undefined;
        }}
        onDoubleClick={() => onWidth(range.start)}
        onKeyDown={onKeyDown}
        sx={{
          position: 'absolute',
          top: 0,
          bottom: 0,
          [side === 'left' ? 'right' : 'left']: -4,
          width: 7,
          zIndex: 6,
          cursor: 'col-resize',
          touchAction: 'none',
          '&:hover, &:focus-visible': {
            outline: 'none',
            background: `linear-gradient(${token('accent')}, ${token('accent')}) center / 2px 100% no-repeat`,
          },
        }}
      />
    </Box>
  );
}
