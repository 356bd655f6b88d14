import Box from '@mui/material/Box';
import { type ReactNode, useId } from 'react';
import { setSectionOpen, useSections } from '../state/sections';
import { FoldButton } from '../ui/FoldButton';
import { Capitals } from '../ui/SectionHead';
import { token } from '../ui/theme/tokens';

/** A section that can be folded; the state is remembered, and one line then sums up the contents. */
export function FoldSection({
  id,
  title,
  summary,
  wrong = false,
  startsOpen = false,
  held = false,
  children,
}: {
  /** The name under which its state is kept: `train.schedule`. */
  id: string;
  title: string;
  /** Shown while it is folded: "flip, crop 4 px". */
  summary?: string;
  /** Something inside is wrong. */
  wrong?: boolean;
  startsOpen?: boolean;
  /** Open, whatever the person chose: during a search inside it. */
  held?: boolean;
  children: ReactNode;
}) {
  const open = useSections((state) => state.open[id] ?? startsOpen) || held;
  const panel = useId();
  return (
    <Box component="section" aria-label={title}>
      <FoldButton
        open={open}
        wrong={wrong && !open}
        aria-controls={open ? panel : undefined}
        aria-label={summary && !open ? `${title}: ${summary}` : title}
        onClick={() => setSectionOpen(id, !open)}
        sx={{
          width: '100%',
          minHeight: 24,
          mt: 3,
          mb: open ? 1 : 0,
          ml: '-4px',
          justifyContent: 'flex-start',
          textAlign: 'left',
        }}
      >
        <Capitals>{title}</Capitals>
      </FoldButton>
      {!open && summary && (
        <Box
          title={summary}
          sx={{
            pl: '12px',
            fontSize: 12,
            lineHeight: '17px',
            color: token(wrong ? 'bad' : 'muted'),
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
