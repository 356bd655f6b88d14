/** A list of classes with check boxes, of any length: only rows in sight exist. One tab stop; arrows move. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { formatCount } from '../../core/format/number';
import { t } from '../../core/messages';
import { ellipsis } from '../ui';
import { clamp } from '../ui/clamp';
import { moved } from '../ui/imageGrid';
import { token } from '../ui/theme/tokens';
import type { ClassRow } from './classRows';
import { SMALL_BUTTON } from './smallButton';

const ROW_HEIGHT = 26;
/** Most rows in sight. */
const MOST_ROWS = 11;

export function ClassList({
  label,
  rows,
  isOn,
  onChange,
  onSplit,
}: {
  label: string;
  rows: readonly ClassRow[];
  isOn(name: string): boolean;
  onChange(name: string, on: boolean): void;
  /** Absent while nothing can be split. */
  onSplit?: ((name: string) => void) | undefined;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const listId = useId();
  const [wanted, setActive] = useState(0);
  const active = clamp(wanted, { min: 0, max: Math.max(0, rows.length - 1) });
  /** The check box that gets the focus once it exists. */
  const focusing = useRef<number>(undefined);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
  });
  const boxOf = (index: number) => `${listId}-${index}`;
  useEffect(() => {
    if (focusing.current === undefined) return;
    const box = document.getElementById(boxOf(focusing.current));
    if (!box) return;
    focusing.current = undefined;
    box.focus();
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = moved(event.key, active, { columns: 1, count: rows.length, page: MOST_ROWS - 1 });
    if (next === undefined) return;
    event.preventDefault();
    focusing.current = next;
    setActive(next);
    virtual.scrollToIndex(next);
  };
  return (
    <Box ref={scroller} sx={{ maxHeight: MOST_ROWS * ROW_HEIGHT, overflowY: 'auto', mx: '-4px', px: '4px' }}>
      <Box
        component="ul"
        aria-label={label}
        onKeyDown={onKeyDown}
        sx={{ m: 0, p: 0, listStyle: 'none', position: 'relative', height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]!;
          return (
            <Row
              key={row.name}
              row={row}
              boxId={boxOf(index)}
              place={index + 1}
              of={rows.length}
              top={start}
              on={isOn(row.name)}
              tabbed={index === active}
              onFocus={() => setActive(index)}
              onChange={(on) => onChange(row.name, on)}
              onSplit={row.of && onSplit ? () => onSplit(row.name) : undefined}
            />
          );
        })}
      </Box>
    </Box>
  );
}

function Row({
  row: { name, of: parts, count },
  boxId,
  place,
  of,
  top,
  on,
  tabbed,
  onFocus,
  onChange,
  onSplit,
}: {
  row: ClassRow;
  boxId: string;
  place: number;
  of: number;
  top: number;
  on: boolean;
  tabbed: boolean;
  onFocus(): void;
  onChange(on: boolean): void;
  onSplit: (() => void) | undefined;
}) {
  const note = parts?.join(' + ');
  const whole = note ? `${name}: ${note}` : name;
  return (
    <Box
      component="li"
      aria-posinset={place}
      aria-setsize={of}
      style={{ transform: `translateY(${top}px)` }}
      sx={{
        position: 'absolute',
        top: 0,
        left: '-5px',
        right: 0,
        height: ROW_HEIGHT,
        display: 'flex',
        alignItems: 'center',
      }}
    >
      <Checkbox
        id={boxId}
        size="small"
        checked={on}
        onChange={(_event, next) => onChange(next)}
        onFocus={onFocus}
        slotProps={{ input: { 'aria-label': whole, tabIndex: tabbed ? 0 : -1 } }}
        sx={{ p: '3px' }}
      />
      <Box
        component="label"
        htmlFor={boxId}
        title={whole}
        sx={{
          ...ellipsis,
          flex: 1,
          minWidth: 0,
          cursor: 'pointer',
          color: token(on ? 'text' : 'muted'),
        }}
      >
        {note ? <b>{name}</b> : name}
        {note && (
          <Box component="span" sx={{ color: token('muted'), fontSize: 12 }}>
            {' '}
            {note}
          </Box>
        )}
      </Box>
      {count !== undefined && (
        <Box
          component="span"
          title={t('train.classes.images', { count })}
          sx={{ color: token('muted'), fontSize: 12, pl: 1, fontVariantNumeric: 'tabular-nums' }}
        >
          {formatCount(count)}
        </Box>
      )}
      {onSplit && (
        <Button
          variant="text"
          onClick={onSplit}
          aria-label={t('train.classes.splitNamed', { name })}
          sx={{ ...SMALL_BUTTON, ml: '4px' }}
        >
          {t('train.classes.split')}
        </Button>
      )}
    </Box>
  );
}
