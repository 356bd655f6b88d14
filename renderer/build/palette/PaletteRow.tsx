import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Tooltip from '@mui/material/Tooltip';
import type { DragEvent, ReactNode } from 'react';
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
        <ButtonBase
          aria-label={title}
          draggable={onDragStart !== undefined}
          disabled={disabled}
          onClick={onClick}
          onDragStart={onDragStart}
          sx={{
            width: '100%',
            height: 29,
            px: '6px',
            gap: '9px',
            justifyContent: 'flex-start',
            borderRadius: '7px',
            fontSize: 13,
            textAlign: 'left',
            cursor: onDragStart ? 'grab' : 'default',
            color: token('text'),
            '&:hover': { backgroundColor: token('raised') },
            '&:focus-visible': { outline: `2px solid ${token('accent')}`, outlineOffset: -2 },
            '&.Mui-disabled': { opacity: 0.45 },
          }}
        >
          <Box
            component="span"
            aria-hidden
            sx={{ width: 9, height: 9, borderRadius: '3px', flexShrink: 0, backgroundColor: color }}
          />
          <Box
            component="span"
            sx={{ flex: 1, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
          >
            {title}
          </Box>
          {note && (
            <Box component="span" aria-hidden sx={{ color: token('muted'), fontSize: 11 }}>
              {note}
            </Box>
          )}
        </ButtonBase>
      </span>
    </Tooltip>
  );
}
