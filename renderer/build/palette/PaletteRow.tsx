import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import type { DragEvent, ReactNode } from 'react';
import { Dot, ellipsis, Muted, RowButton } from '../../ui';
import { token } from '../../ui/theme/tokens';

/** One row of the palette: a square of its kind's color and its name. */
export function PaletteRow({
  title,
  help,
  color,
  note,
  disabled,
  onClick,
  onDragStart,
}: {
  title: string;
  help: string;
  color: string;
  note?: ReactNode;
  disabled?: boolean;
  onClick: (event: React.MouseEvent<HTMLElement>) => void;
  onDragStart?: (event: DragEvent) => void;
}) {
  return (
    <Tooltip describeChild title={help} placement="right" enterDelay={700}>
      <span>
        <RowButton
          aria-label={title}
          draggable={onDragStart !== undefined}
          disabled={disabled}
          onClick={onClick}
          onDragStart={onDragStart}
          sx={{
            height: 29,
            px: '6px',
            gap: '9px',
            cursor: onDragStart ? 'grab' : 'default',
            color: token('text'),
            '&.Mui-disabled': { opacity: 0.45 },
          }}
        >
          <Dot color={color} size={9} square />
          <Box component="span" sx={{ flex: 1, ...ellipsis }}>
            {title}
          </Box>
          {note && (
            <Muted aria-hidden sx={{ fontSize: 11 }}>
              {note}
            </Muted>
          )}
        </RowButton>
      </span>
    </Tooltip>
  );
}
