import Box from '@mui/material/Box';
import { useRef } from 'react';
import { token } from './theme/tokens';

/** Pixels that an arrow key moves it. */
const STEP = 16;

/** The border between two panes. It can be dragged, or moved with the arrow keys. */
export function Splitter({
  label,
  share,
  onMove,
}: {
  label: string;
  /** The left pane's share of the whole width */
  share: number;
  onMove(pixels: number): void;
}) {
  const last = useRef<number>(undefined);
  return (
    <Box
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round(100 * share)}
      tabIndex={0}
      onPointerDown={(event) => {
        last.current = event.clientX;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (last.current === undefined) return;
        onMove(event.clientX - last.current);
        last.current = event.clientX;
      }}
      onPointerUp={() => {
        last.current = undefined;
      }}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowRight' ? STEP : event.key === 'ArrowLeft' ? -STEP : 0;
        if (step === 0) return;
        event.preventDefault();
        onMove(step);
      }}
      sx={{
        width: 7,
        mx: '-3px',
        zIndex: 6,
        flexShrink: 0,
        cursor: 'col-resize',
        touchAction: 'none',
        background: `linear-gradient(${token('line')}, ${token('line')}) center / 1px 100% no-repeat`,
        '&:hover, &:focus-visible': {
          outline: 'none',
          background: `linear-gradient(${token('accent')}, ${token('accent')}) center / 2px 100% no-repeat`,
        },
      }}
    />
  );
}
