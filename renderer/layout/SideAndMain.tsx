/** A view with a narrow panel on the left. Both parts scroll separately. */
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { create } from 'zustand';
import { oldState } from '../state/kept/earlierStorage';
import { keep } from '../state/kept/keep';
import { clamp } from '../ui/clamp';
import { SidePanel } from '../ui/SidePanel';
import { token } from '../ui/theme/tokens';

/** Panels below each other, which scroll. */
export const mainPane = {
  flex: 1,
  minWidth: 0,
  minHeight: 0,
  overflowY: 'auto',
  p: 4,
  backgroundColor: token('background'),
  display: 'flex',
  flexDirection: 'column',
  gap: '14px',
} as const;

const WIDTH = { min: 216, max: 420, start: 272 };

/** A window with little height. */
const LOW = '@media (max-height: 520px)';

/** One width for all views. */
const useSideWidth = create(() => ({ width: WIDTH.start }));

keep(useSideWidth, {
  concern: 'layout',
  values: ({ width }) => ({ sideWidth: width }),
  change: ({ sideWidth }) => ({ width: clamp(Number(sideWidth), WIDTH) }),
  old: {
    key: 'skipwire.side.v1',
    values: () => {
      const old = oldState('skipwire.side.v1');
      return old && { sideWidth: Math.round(Number(old.width)) };
    },
  },
});

export function SideAndMain({
  side,
  sideLabel,
  sideFooter,
  children,
}: {
  side: ReactNode;
  sideLabel: string;
  /** Below the scrolling part: the buttons of a form. */
  sideFooter?: ReactNode;
  children: ReactNode;
}) {
  const width = useSideWidth((state) => state.width);
  return (
    <Box sx={{ display: 'flex', height: '100%', minHeight: 0, minWidth: 0 }}>
      <SidePanel
        side="left"
        label={sideLabel}
        width={width}
        range={WIDTH}
        onWidth={(next) => useSideWidth.setState({ width: next })}
      >
        <Box
          component="aside"
          aria-label={sideLabel}
          sx={{
            height: '100%',
            display: 'flex',
            flexDirection: 'column',
            minHeight: 0,
            // At 200% zoom the buttons would leave no room for the form.
            [LOW]: { overflowY: 'auto' },
          }}
        >
          <Box
            sx={{
              flex: 1,
              minHeight: 0,
              overflowY: 'auto',
              px: 3,
              pb: 3,
              [LOW]: { flex: 'none', overflowY: 'visible' },
            }}
          >
            {side}
          </Box>
          {sideFooter && (
            <Box sx={{ px: 3, py: 3, borderTop: `1px solid ${token('line')}` }}>{sideFooter}</Box>
          )}
        </Box>
      </SidePanel>
      <Box sx={mainPane}>{children}</Box>
    </Box>
  );
}

/** Two panels side by side, or one below the other where they would be narrower than `min` pixels. */
export function PanelPair({ min = 340, children }: { min?: number; children: ReactNode }) {
  return (
    <Box
      sx={{
        display: 'grid',
        gap: '14px',
        gridTemplateColumns: `repeat(auto-fit, minmax(min(${min}px, 100%), 1fr))`,
        flexShrink: 0,
      }}
    >
      {children}
    </Box>
  );
}
