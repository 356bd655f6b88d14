/** Above Start: one line that counts the warnings and notes; it opens their list. */
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Popover from '@mui/material/Popover';
import { ChevronUp, Info, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { t } from '../../core/messages';
import { ellipsis, Note } from '../ui';
import { token } from '../ui/theme/tokens';

export interface StartNote {
  key: string;
  isWarning: boolean;
  content: ReactNode;
}

type Off = false | undefined | '' | 0;

/** Those that apply now, warnings first. */
export const startNotes = (notes: readonly (StartNote | Off)[]): StartNote[] =>
  notes.filter((note) => !!note).sort((a, b) => Number(b.isWarning) - Number(a.isWarning));

export const plainNote = (key: string, words: string | Off): StartNote | Off =>
  words && { key, isWarning: false, content: <Note>{words}</Note> };

export function StartNotes({ notes }: { notes: readonly StartNote[] }) {
  const [anchor, setAnchor] = useState<HTMLElement>();
  const warnings = notes.filter(({ isWarning }) => isWarning).length;
  const [before, setBefore] = useState(warnings);
  if (before !== warnings) {
    setBefore(warnings);
    // The last one was just dealt with.
    if (warnings === 0) setAnchor(undefined);
  }
  if (notes.length === 0) return null;
  const Icon = warnings > 0 ? TriangleAlert : Info;
  const others = notes.length - warnings;
  const words = [
    ...(warnings > 0 ? [t('train.startNotes.warnings', { count: warnings })] : []),
    ...(others > 0 ? [t('train.startNotes.notes', { count: others })] : []),
  ].join(' · ');
  return (
    <Box role="status" sx={{ mb: 2 }}>
      <ButtonBase
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{
          width: '100%',
          minHeight: 24,
          px: '7px',
          mx: '-7px',
          boxSizing: 'content-box',
          gap: '6px',
          justifyContent: 'flex-start',
          borderRadius: '6px',
          fontSize: 12,
          color: token(warnings > 0 ? 'warning' : 'muted'),
          '&:hover': { backgroundColor: token('raised') },
          '& svg': { flexShrink: 0 },
        }}
      >
        <Icon size={13} aria-hidden />
        <Box component="span" sx={{ ...ellipsis, flex: 1, textAlign: 'left' }}>
          {words}
        </Box>
        <ChevronUp size={14} aria-hidden />
      </ButtonBase>
      <Popover
        open={anchor !== undefined}
        anchorEl={anchor}
        onClose={() => setAnchor(undefined)}
        anchorOrigin={{ vertical: 'top', horizontal: 'left' }}
        transformOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{
          paper: {
            role: 'dialog',
            'aria-label': words,
            sx: {
              width: 380,
              maxHeight: 'calc(100vh - 120px)',
              px: '14px',
              border: `1px solid ${token('line')}`,
              borderRadius: '10px',
              boxShadow: '0 12px 36px rgb(0 0 0 / 0.24)',
            },
          },
        }}
      >
        {notes.map(({ key, content }) => (
          <Box key={key} sx={{ py: '11px', '& + &': { borderTop: `1px solid ${token('line')}` } }}>
            {content}
          </Box>
        ))}
      </Popover>
    </Box>
  );
}
