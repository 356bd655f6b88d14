/** The pane of the run table, above the charts. Its lower edge can be dragged, or moved with the arrow keys. */
import Box from '@mui/material/Box';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import { create } from 'zustand';
import { t } from '../../../core/messages';
import { keep } from '../../state/kept/keep';
import { clamp } from '../../ui/clamp';
import { ROW } from '../../ui/theme/theme';
import { token } from '../../ui/theme/tokens';

/** Pixels. The charts below keep some room in any window. */
const HEIGHT = { min: 150, max: 2000, start: 300 };
const LEFT_FOR_CHARTS = 160;
/** The bar, the head, and the edges. */
const AROUND_ROWS = 88;

const useHeight = create(() => ({ height: HEIGHT.start }));

keep(useHeight, {
  concern: 'layout',
  values: ({ height }) => ({ runTableHeight: height }),
  change: ({ runTableHeight }) => ({ height: clamp(Number(runTableHeight), HEIGHT) }),
});

/** @param rows that there are: with few, the pane is lower than it may be */
export function TablePane({ rows, children }: { rows: number; children: ReactNode }) {
  const height = useHeight((state) => state.height);
  const pane = useRef<HTMLElement>(null);
  const start = useRef<{ y: number; height: number }>(undefined);
  const set = (next: number) => useHeight.setState({ height: Math.round(clamp(next, HEIGHT)) });
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    start.current = { y: event.clientY, height: pane.current?.offsetHeight ?? height };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 16, ArrowUp: -16 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    set(height + step);
  };
  return (
    <Box
      ref={pane}
      component="section"
      aria-label={t('compare.runs.title')}
      sx={{
        position: 'relative',
        display: 'flex',
        flexDirection: 'column',
        flexShrink: 0,
        height: `min(${height}px, 100% - ${LEFT_FOR_CHARTS}px, ${AROUND_ROWS + (rows + 1) * ROW}px)`,
        minHeight: HEIGHT.min,
        backgroundColor: token('panel'),
        borderBottom: `1px solid ${token('line')}`,
      }}
    >
      {children}
      <Box
        role="separator"
        aria-orientation="horizontal"
        aria-label={t('compare.runTable.height')}
        aria-valuenow={height}
        aria-valuemin={HEIGHT.min}
        aria-valuemax={HEIGHT.max}
        tabIndex={0}
        onPointerDown={onPointerDown}
        onPointerMove={(event) => {
          if (start.current) set(start.current.height + event.clientY - start.current.y);
        }}
        onPointerUp={() => {
          start.current = undefined;
        }}
        onDoubleClick={() => set(HEIGHT.start)}
        onKeyDown={onKeyDown}
        sx={{
          position: 'absolute',
          left: 0,
          right: 0,
          bottom: -4,
          height: 7,
          zIndex: 6,
          cursor: 'row-resize',
          touchAction: 'none',
          '&:hover, &:focus-visible': {
            outline: 'none',
            background: `linear-gradient(${token('accent')}, ${token('accent')}) center / 100% 2px no-repeat`,
          },
        }}
      />
    </Box>
  );
}
