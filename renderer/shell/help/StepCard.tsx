/** One step of the tour or the lesson: what it says, and where it goes on. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Paper from '@mui/material/Paper';
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { t } from '../../../core/messages';
import { closeHelp, goToStep } from '../../state/help';
import { Muted } from '../../ui';
import { token } from '../../ui/theme/tokens';
import { useFocusBack } from '../../ui/useFocusBack';

export function StepCard({
  title,
  step,
  count,
  last,
  children,
}: {
  title: string;
  /** From 0. */
  step: number;
  count: number;
  /** The last step's button. */
  last: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  const card = useRef<HTMLDivElement>(null);
  useFocusBack();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step is read aloud
  useEffect(() => card.current?.focus({ preventScroll: true }), [step]);
  return (
    <Paper
      ref={card}
      role="dialog"
      aria-labelledby={id}
      tabIndex={-1}
      onKeyDown={(event) => {
        // Not for the canvas behind it.
        event.stopPropagation();
        if (event.key === 'Escape') closeHelp();
      }}
      sx={{
        width: 276,
        p: 4,
        border: `1px solid ${token('accent')}`,
        borderRadius: '10px',
        boxShadow: '0 8px 28px rgb(0 0 0 / 0.22)',
        outline: 'none',
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 2 }}>
        <Box component="h2" id={id} sx={{ m: 0, flex: 1, fontSize: 14, lineHeight: '22px', fontWeight: 600 }}>
          {title}
        </Box>
        <IconButton aria-label={t('common.close')} onClick={closeHelp} sx={{ width: 24, height: 24 }}>
          <X size={15} />
        </IconButton>
      </Box>
      <Box sx={{ mt: 1, mb: 3 }}>{children}</Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'end', alignItems: 'center', gap: 1 }}>
        <Muted sx={{ flex: 1, fontSize: 12, whiteSpace: 'nowrap' }}>
          {t('help.step', { step: step + 1, count })}
        </Muted>
        {step > 0 && (
          <Button variant="outlined" onClick={() => goToStep(step - 1)}>
            {t('help.back')}
          </Button>
        )}
        {step < count - 1 ? (
          <Button variant="contained" color="primary" onClick={() => goToStep(step + 1)}>
            {t('help.next')}
          </Button>
        ) : (
          last
        )}
      </Box>
    </Paper>
  );
}
