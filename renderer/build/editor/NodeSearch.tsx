import ClickAwayListener from '@mui/material/ClickAwayListener';
import Paper from '@mui/material/Paper';
import { useState } from 'react';
import { formatShape } from '../../../core/format/shape';
import { t, textOf } from '../../../core/messages';
import type { PaletteItem } from '../../../core/ops/palette';
import { analysisOf } from '../../state/analysis';
import { activeDocument } from '../../state/documents';
import { Dot } from '../../ui';
import { SearchList } from '../../ui/SearchList';
import { kindColor, token } from '../../ui/theme/tokens';
import { addAt, addByClick, addFrom } from './actions';
import { takes } from './adding';
import { type SearchRequest, useCanvasView } from './canvasView';
import { findItems } from './findOperators';
import { NODE_WIDTH } from './geometry';
import { outputOf } from './place';

/** The search over the canvas, opened by Tab, a double click, or an edge dropped on the empty canvas. */
export function NodeSearch() {
  const search = useCanvasView((state) => state.search);
  if (!search) return null;
  return <Open key={`${search.screen.x},${search.screen.y}`} request={search} />;
}

const WIDTH = 300;
const HEIGHT = 360;

function Open({ request }: { request: SearchRequest }) {
  // After a click, the next key is for the canvas.
  const [before] = useState(() => document.querySelector<HTMLElement>(':focus-visible'));
  const hide = () => useCanvasView.setState({ search: undefined });
  const close = () => {
    hide();
    before?.focus({ preventScroll: true });
  };
  const { shape, fits } = whatFits(request);

  const choose = (item: PaletteItem) => {
    close();
    const { drop, from } = request;
    const position = drop && { x: Math.round(drop.x - NODE_WIDTH / 2), y: Math.round(drop.y) };
    if (from) addFrom(item, from, position);
    else if (position) addAt(item, position);
    else addByClick(item);
  };

  return (
    <ClickAwayListener onClickAway={hide}>
      <Paper
        role="dialog"
        aria-label={t('build.search.title')}
        elevation={0}
        sx={{
          position: 'fixed',
          left: Math.max(8, Math.min(request.screen.x, window.innerWidth - WIDTH - 8)),
          top: Math.max(8, Math.min(request.screen.y, window.innerHeight - HEIGHT - 8)),
          width: WIDTH,
          maxHeight: `min(${HEIGHT}px, calc(100vh - 16px))`,
          zIndex: 1250,
          display: 'flex',
          flexDirection: 'column',
          border: `1px solid ${token('lineStrong')}`,
          borderRadius: '10px',
          boxShadow: '0 12px 36px rgb(0 0 0 / 0.28)',
          p: '6px',
        }}
      >
        <SearchList
          label={t('build.search.placeholder')}
          placeholder={shape && t('build.search.taking', { shape })}
          listLabel={t('build.search.list')}
          find={(query) => findItems(query, fits).flatMap((section) => section.items)}
          nameOf={(item) => textOf(item.title)}
          row={(item) => (
            <>
              <Dot color={kindColor(item.kind)} size={9} square />
              {textOf(item.title)}
            </>
          )}
          none={(query) => (query ? t('build.search.noMatches', { query }) : t('build.search.noneTakes'))}
          onChoose={choose}
          onEscape={close}
        />
      </Paper>
    </ClickAwayListener>
  );
}

function whatFits({ from }: SearchRequest): { shape?: string; fits?: (item: PaletteItem) => boolean } {
  const open = activeDocument();
  if (!from || !open) return {};
  // Any item may feed an input.
  if (from.side === 'input') return {};
  const source = outputOf(open.document, from.key);
  const shape = source === undefined ? undefined : analysisOf(open.document).nodes[source]?.outputShape;
  return { shape: shape && formatShape(shape), fits: (item) => takes(item, shape) };
}
