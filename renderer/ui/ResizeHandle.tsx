import Box from '@mui/material/Box';
import type { SxProps, Theme } from '@mui/material/styles';
import { useRef } from 'react';
import { clamp } from './clamp';
import { token } from './theme/tokens';

/** Pixels that an arrow key moves it. */
const STEP = 16;

/** A border between two parts. It can be dragged, or moved with the arrow keys. */
export function ResizeHandle({
  label,
  value,
  range,
  scale = 1,
  onValue,
  onReset,
  sx,
}: {
  label: string;
  /** The size of the part that it belongs to, in the unit of `range` */
  value: number;
  range: { min: number; max: number };
  /** What one pixel to the right adds to the value; a function where that depends on the window. */
  scale?: number | (() => number);
  onValue(value: number): void;
  /** On a double click. */
  onReset?: () => void;
  sx?: SxProps<Theme>;
}) {
  const start = useRef<{ x: number; value: number }>(undefined);
  const moveTo = (from: number, pixels: number) =>
    onValue(clamp(from + (typeof scale === 'function' ? scale() : scale) * pixels, range));
  return (
    <Box
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round(value)}
      aria-valuemin={Math.round(range.min)}
      aria-valuemax={Math.round(range.max)}
      tabIndex={0}
      onPointerDown={(event) => {
        start.current = { x: event.clientX, value };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (start.current) moveTo(start.current.value, event.clientX - start.current.x);
      }}
      onPointerUp={() => {
        start.current = undefined;
      }}
      onDoubleClick={onReset}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowRight' ? STEP : event.key === 'ArrowLeft' ? -STEP : 0;
        if (step === 0) return;
        event.preventDefault();
        moveTo(value, step);
      }}
      sx={[
        {
          width: 7,
          zIndex: 6,
          cursor: 'col-resize',
          touchAction: 'none',
          '&:hover, &:focus-visible': {
            outline: 'none',
            background: `linear-gradient(${token('accent')}, ${token('accent')}) center / 2px 100% no-repeat`,
          },
        },
        ...(Array.isArray(sx) ? sx : [sx]),
      ]}
    />
  );
}
