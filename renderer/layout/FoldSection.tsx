/** A section under a head that folds it away, remembered; folded, one line says what is inside. */
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { setSectionOpen, useSections } from '../state/sections';
import { token } from '../ui/theme/tokens';

export function FoldSection({
  id,
  title,
  summary,
  wrong = false,
  startsOpen = false,
  held,
  children,
}: {
  /** Under which it is remembered: `train.schedule`. */
  id: string;
  title: string;
  /** One line while it is folded: "flip, crop 4 px". */
  summary?: string;
  /** Something inside does not hold. */
  wrong?: boolean;
  startsOpen?: boolean;
  /** Open whatever the person chose: while a search looks inside. */
  held?: boolean;
  children: ReactNode;
}) {
  const open = useSections((state) => state.open[id] ?? startsOpen) || held === true;
  const panel = useId();
  return (
    <Box component="section" aria-label={title}>
      <ButtonBase
        aria-expanded={open}
        aria-controls={open ? panel : undefined}
        aria-label={summary && !open ? `${title}: ${summary}` : title}
        onClick={() => setSectionOpen(id, !open)}
        sx={{
          width: '100%',
          minHeight: 24,
          mt: 3,
          mb: open ? 1 : 0,
          ml: '-4px',
          pr: '4px',
          gap: '3px',
          borderRadius: '6px',
          justifyContent: 'flex-start',
          textAlign: 'left',
          color: wrong && !open ? token('bad') : token('muted'),
          '&:hover': { color: token('text') },
          '&:focus-visible': { outline: `2px solid ${token('accent')}` },
        }}
      >
        <Box
          aria-hidden
          component={ChevronRight}
          sx={{
            width: 13,
            height: 13,
            flexShrink: 0,
            transform: open ? 'rotate(90deg)' : 'none',
            transition: 'transform 90ms',
          }}
        />
        <Box
          component="h2"
          sx={{
            m: 0,
            fontSize: 11,
            lineHeight: '16px',
            fontWeight: 600,
            letterSpacing: '0.07em',
            textTransform: 'uppercase',
          }}
        >
          {title}
        </Box>
      </ButtonBase>
      {!open && summary && (
        <Box
          title={summary}
          sx={{
            pl: '12px',
            fontSize: 12,
            lineHeight: '17px',
            color: wrong ? token('bad') : token('muted'),
            display: '-webkit-box',
            WebkitLineClamp: 2,
            WebkitBoxOrient: 'vertical',
            overflow: 'hidden',
          }}
        >
          {summary}
        </Box>
      )}
      {open && <Box id={panel}>{children}</Box>}
    </Box>
  );
}
