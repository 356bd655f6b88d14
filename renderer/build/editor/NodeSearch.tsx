import Box from '@mui/material/Box';
import ClickAwayListener from '@mui/material/ClickAwayListener';
import OutlinedInput from '@mui/material/OutlinedInput';
import Paper from '@mui/material/Paper';
import { useState } from 'react';
import { t, textOf } from '../../../core/messages';
import type { PaletteItem } from '../../../core/ops/palette';
import { analysisOf } from '../../state/analysis';
import { activeDocument } from '../../state/documents';
import { kindColor, token } from '../../ui/theme/tokens';
import { addAt, addByClick, addFrom } from './actions';
import { takes } from './adding';
import { type SearchRequest, useCanvasView } from './canvasView';
import { findItems } from './findOperators';
import { NODE_WIDTH } from './geometry';
import { outputOf } from './place';
import { shapeText } from './words';

/** The search over the canvas: opened by Tab, a double click, or a wire dropped on empty canvas. */
export function NodeSearch() {
  const search = useCanvasView((state) => state.search);
  if (!search) return null;
  return <Open key={`${search.screen.x},${search.screen.y}`} request={search} />;
}

const WIDTH = 300;
const HEIGHT = 360;

function Open({ request }: { request: SearchRequest }) {
  const close = useCanvasView((state) => state.closeSearch);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const { shape, fits } = whatFits(request);
  const items = findItems(query, fits).flatMap((section) => section.items);
  const chosen = items[Math.min(at, items.length - 1)];

  const choose = (item: PaletteItem) => {
    close();
    const { drop, from } = request;
    const position = drop && { x: Math.round(drop.x - NODE_WIDTH / 2), y: Math.round(drop.y) };
    if (from) addFrom(item, from, position);
    else if (position) addAt(item, position);
    else addByClick(item);
  };

  return (
    <ClickAwayListener onClickAway={close}>
      <Paper
        role="dialog"
        aria-label={t('build.search.title')}
        elevation={0}
        sx={{
          position: 'fixed',
          left: Math.max(8, Math.min(request.screen.x, window.innerWidth - WIDTH - 8)),
          top: Math.max(8, Math.min(request.screen.y, window.innerHeight - HEIGHT - 8)),
          width: WIDTH,
          maxHeight: HEIGHT,
          zIndex: 1250,
          display: 'flex',
          flexDirection: 'column',
          border: `1px solid ${token('lineStrong')}`,
          borderRadius: '10px',
          boxShadow: '0 12px 36px rgb(0 0 0 / 0.28)',
          p: '6px',
        }}
      >
        <OutlinedInput
          autoFocus
          fullWidth
          size="small"
          placeholder={shape ? t('build.search.taking', { shape }) : t('build.search.placeholder')}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') close();
            else if (event.key === 'ArrowDown') setAt(Math.min(at + 1, items.length - 1));
            else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
            else if (event.key === 'Enter' && chosen) choose(chosen);
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
          inputProps={{
            'aria-label': t('build.search.placeholder'),
            role: 'combobox',
            'aria-expanded': true,
            'aria-controls': 'node-search-list',
            'aria-activedescendant': chosen && `node-search-${chosen.id}`,
          }}
        />
        <Box
          id="node-search-list"
          role="listbox"
          aria-label={t('build.search.list')}
          sx={{ overflowY: 'auto', mt: 1 }}
        >
          {items.map((item) => (
            <Box
              key={item.id}
              id={`node-search-${item.id}`}
              role="option"
              aria-selected={item === chosen}
              aria-label={textOf(item.title)}
              ref={(element: HTMLElement | null) => {
                if (item === chosen) element?.scrollIntoView({ block: 'nearest' });
              }}
              onClick={() => choose(item)}
              onPointerMove={() => setAt(items.indexOf(item))}
              sx={{
                display: 'flex',
                alignItems: 'center',
                gap: '9px',
                height: 30,
                px: 2,
                borderRadius: '7px',
                cursor: 'default',
                backgroundColor: item === chosen ? token('accentWash') : 'transparent',
              }}
            >
              <Box sx={{ width: 9, height: 9, borderRadius: '3px', backgroundColor: kindColor(item.kind) }} />
              {textOf(item.title)}
            </Box>
          ))}
          {items.length === 0 && (
            <Box sx={{ color: token('muted'), p: 2 }}>
              {query.trim()
                ? t('build.search.noMatches', { query: query.trim() })
                : t('build.search.noneTakes')}
            </Box>
          )}
        </Box>
      </Paper>
    </ClickAwayListener>
  );
}

function whatFits({ from }: SearchRequest): { shape?: string; fits?: (item: PaletteItem) => boolean } {
  const open = activeDocument();
  if (!from || !open) return {};
  // Everything has an output that may feed an input.
  if (from.side === 'input') return {};
  const source = outputOf(open.document, from.key);
  const shape = source === undefined ? undefined : analysisOf(open.document).nodes[source]?.outputShape;
  return { shape: shape && shapeText(shape), fits: (item) => takes(item, shape) };
}
