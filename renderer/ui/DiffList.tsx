import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import type { DiffLine } from '../../core/edit/describe-diff';
import { DIFF_SIGNS, type DiffMark } from '../../core/graph/diff-marks';
import { t } from '../../core/messages';
import { focusRing } from './theme/theme';
import { token } from './theme/tokens';

export const DIFF_COLORS: Readonly<Record<DiffMark, string>> = {
  added: token('good'),
  removed: token('bad'),
  changed: token('warning'),
  renamed: token('accent'),
};

/**
 * One line for each layer and edge that differs; it scrolls.
 * @param tall as tall as its lines
 * @param onChoose makes buttons of the lines of layers
 */
export function DiffList({
  lines,
  tall = false,
  onChoose,
}: {
  lines: readonly DiffLine[];
  tall?: boolean;
  onChoose?(id: string): void;
}) {
  return (
    <Box
      component="ul"
      {...(tall ? {} : { tabIndex: 0 })}
      aria-label={t('diff.view.list')}
      sx={{
        ...{ listStyle: 'none', m: 0, mt: 1, p: 0, ...(tall ? {} : { maxHeight: 220, overflowY: 'auto' }) },
        ...{ fontSize: 12, lineHeight: '18px' },
      }}
    >
      {lines.map(({ kind, id, words }) => (
        <Box
          component="li"
          key={`${kind} ${words}`}
          sx={{ display: 'flex', gap: 2, overflowWrap: 'anywhere' }}
        >
          <Box
            component="span"
            role="img"
            aria-label={t('diff.view.kind', { kind })}
            sx={{ color: DIFF_COLORS[kind], fontWeight: 700, width: 10, flexShrink: 0 }}
          >
            {DIFF_SIGNS[kind]}
          </Box>
          {onChoose && id !== undefined ? (
            <ButtonBase
              onClick={() => onChoose(id)}
              sx={{
                ...{ font: 'inherit', textAlign: 'left', borderRadius: '4px', overflowWrap: 'anywhere' },
                '&:hover': { textDecoration: 'underline' },
                '&:focus-visible': focusRing,
              }}
            >
              {words}
            </ButtonBase>
          ) : (
            <span>{words}</span>
          )}
        </Box>
      ))}
    </Box>
  );
}
