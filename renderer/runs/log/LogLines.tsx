/** Lines of a log, of any number: only those in sight exist. It follows the end until it is scrolled up. */
import Box from '@mui/material/Box';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { t } from '../../../core/messages';
import type { LogLine } from '../../../core/study/run-log';
import { MONO } from '../../ui/theme/theme';
import { token } from '../../ui/theme/tokens';

const LINE_HEIGHT = 18;
/** Pixels from the end that still count as the end. */
const NEAR = 24;

const COLORS = { phase: 'text', epoch: 'text', problem: 'bad', output: 'muted' } as const;

const timeOf = (at: number): string => new Date(at).toTimeString().slice(0, 8);

export function LogLines({ lines, query }: { lines: readonly LogLine[]; query: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 20,
  });
  useEffect(() => {
    if (follows.current && lines.length > 0) virtual.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [virtual, lines.length]);
  return (
    <Box
      ref={scroller}
      role="log"
      aria-live="off"
      aria-label={t('train.log.label')}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < NEAR;
      }}
      sx={{
        height: '52vh',
        minHeight: 160,
        flexShrink: 1,
        overflowY: 'auto',
        p: '8px 10px',
        border: `1px solid ${token('line')}`,
        borderRadius: '7px',
        backgroundColor: token('background'),
        fontFamily: MONO,
        fontSize: 12,
        lineHeight: `${LINE_HEIGHT}px`,
        '& mark': {
          color: 'inherit',
          backgroundColor: token('accentWash'),
          boxShadow: `0 0 0 1px ${token('accent')}`,
        },
      }}
    >
      <Box sx={{ position: 'relative', height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const { at, text, kind } = lines[index]!;
          return (
            <Box
              key={index}
              ref={virtual.measureElement}
              data-index={index}
              sx={{ position: 'absolute', left: 0, right: 0, display: 'flex', gap: '12px' }}
              style={{ top: start }}
            >
              <Box component="span" sx={{ width: 62, flexShrink: 0, color: token('muted') }}>
                {at !== undefined && timeOf(at)}
              </Box>
              <Box
                component="span"
                sx={{
                  minWidth: 0,
                  whiteSpace: 'pre-wrap',
                  overflowWrap: 'anywhere',
                  color: token(COLORS[kind]),
                }}
              >
                {marked(text, query)}
              </Box>
            </Box>
          );
        })}
      </Box>
    </Box>
  );
}

/** The text with what was searched for marked. @param query in lower case; empty marks nothing */
function marked(text: string, query: string) {
  if (query === '') return text;
  const parts = [];
  let from = 0;
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(query); at >= 0; at = lower.indexOf(query, from)) {
    parts.push(text.slice(from, at), <mark key={at}>{text.slice(at, at + query.length)}</mark>);
    from = at + query.length;
  }
  return [...parts, text.slice(from)];
}
