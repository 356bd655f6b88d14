import Box from '@mui/material/Box';
import type { DiffLine } from '../../core/edit/describe-diff';
import { t } from '../../core/messages';
import { token } from './theme/tokens';

/** A sign as in diffs, and its color. */
const KINDS = {
  added: { sign: '+', color: token('good') },
  removed: { sign: '−', color: token('bad') },
  changed: { sign: '~', color: token('warning') },
  renamed: { sign: '=', color: token('accent') },
} as const;

/** One line for each layer and edge that differs; it scrolls. */
export function DiffList({ lines }: { lines: readonly DiffLine[] }) {
  return (
    <Box
      component="ul"
      tabIndex={0}
      aria-label={t('diff.view.list')}
      sx={{
        ...{ listStyle: 'none', m: 0, mt: 1, p: 0, maxHeight: 220, overflowY: 'auto' },
        ...{ fontSize: 12, lineHeight: '18px' },
      }}
    >
      {lines.map(({ kind, words }) => (
        <Box
          component="li"
          key={`${kind} ${words}`}
          sx={{ display: 'flex', gap: 2, overflowWrap: 'anywhere' }}
        >
          <Box
            component="span"
            role="img"
            aria-label={t('diff.view.kind', { kind })}
            sx={{ color: KINDS[kind].color, fontWeight: 700, width: 10, flexShrink: 0 }}
          >
            {KINDS[kind].sign}
          </Box>
          <span>{words}</span>
        </Box>
      ))}
    </Box>
  );
}
