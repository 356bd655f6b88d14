/** The welcome, the tour, the lesson and the help at the focus, over the window. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Popover from '@mui/material/Popover';
import Popper from '@mui/material/Popper';
import Portal from '@mui/material/Portal';
import { useEffect, useState } from 'react';
import { t } from '../../../core/messages';
import { Doors } from '../../build/Doors';
import { FirstStudyButton } from '../../firstStudy/FirstStudyButton';
import { keysInText } from '../../layout/CommandKeys';
import { closeHelp, useHelp } from '../../state/help';
import { useNavigation } from '../../state/navigation';
import { AppDialog } from '../../ui/AppDialog';
import { token } from '../../ui/theme/tokens';
import { RAIL_WIDTH } from '../Rail';
import { useHelpHere } from './here';
import { LESSON, showLessonStep } from './lesson';
import { StepCard } from './StepCard';
import { TOUR, type TourStep } from './tour';

export function HelpLayer() {
  const shown = useHelp((state) => state.shown);
  return (
    <>
      {shown?.what === 'welcome' && <Welcome />}
      {shown?.what === 'tour' && <Tour step={shown.step} />}
      {shown?.what === 'lesson' && <Lesson step={shown.step} />}
      <HelpHere />
    </>
  );
}

const textOfStep = ({ text, command }: Pick<TourStep, 'text' | 'command'>): string =>
  command === undefined ? t(text) : t(text, { keys: keysInText(command) });

function Welcome() {
  return (
    <AppDialog title={t('build.start.title')} onClose={closeHelp}>
      <Box sx={{ display: 'flex', flexDirection: 'column', alignItems: 'center', pt: 1 }}>
        <Doors onOpen={closeHelp} />
      </Box>
    </AppDialog>
  );
}

/** The element that a step is about, once it is drawn. */
function useTarget({ at, view }: TourStep): Element | null {
  const [target, setTarget] = useState<Element | null>(null);
  useEffect(() => {
    if (view) useNavigation.getState().go(view);
    const frame = requestAnimationFrame(() => setTarget(document.querySelector(`[data-tour="${at}"]`)));
    return () => cancelAnimationFrame(frame);
  }, [at, view]);
  return target;
}

/** Pixels between the card and the edges of the window. */
const EDGE = { top: 8, left: 8, right: 8 };

function Tour({ step }: { step: number }) {
  const now = TOUR[step]!;
  const target = useTarget(now);
  const isLarge = now.at === 'main';
  return (
    target && (
      <>
        {!isLarge && <Ring target={target} />}
        <Popper
          open
          anchorEl={target}
          placement={isLarge ? 'bottom' : 'right'}
          modifiers={[
            // The status bar stays in sight.
            {
              name: 'preventOverflow',
              options: { padding: { ...EDGE, bottom: 8 + window.innerHeight - floor() } },
            },
            ...(isLarge
              ? [{ name: 'offset', options: { offset: [0, -260] } }]
              : [
                  { name: 'offset', options: { offset: [0, 12] } },
                  { name: 'flip', options: { fallbackPlacements: ['bottom', 'left', 'top'] } },
                ]),
          ]}
          sx={{ zIndex: 1250 }}
        >
          <StepCard
            title={t(now.title)}
            step={step}
            count={TOUR.length}
            last={
              <Button variant="contained" color="primary" onClick={closeHelp}>
                {t('help.done')}
              </Button>
            }
          >
            {textOfStep(now)}
          </StepCard>
        </Popper>
      </>
    )
  );
}

/** Where the status bar begins. */
const floor = (): number =>
  document.querySelector('main')?.getBoundingClientRect().bottom ?? window.innerHeight;

/** Around what a step is about. */
function Ring({ target }: { target: Element }) {
  const { left, top, width, bottom } = target.getBoundingClientRect();
  return (
    <Portal>
      <Box
        aria-hidden
        sx={{
          position: 'fixed',
          left: Math.max(left - 3, 0),
          top: top - 3,
          width: width + 6,
          height: Math.min(bottom + 3, floor()) - (top - 3),
          zIndex: 1240,
          pointerEvents: 'none',
          border: `2px solid ${token('accent')}`,
          borderRadius: '10px',
        }}
      />
    </Portal>
  );
}

function Lesson({ step }: { step: number }) {
  const now = LESSON[step]!;
  useEffect(() => showLessonStep(now), [now]);
  return (
    // In the place of the palette, beside the graph.
    <Box sx={{ position: 'fixed', left: RAIL_WIDTH + 14, top: 104, zIndex: 1150 }}>
      <StepCard
        title={t(now.title)}
        step={step}
        count={LESSON.length}
        // The study takes over from the lesson.
        last={<FirstStudyButton onOpened={closeHelp} />}
      >
        {textOfStep(now)}
      </StepCard>
    </Box>
  );
}

function HelpHere() {
  const { at, title, text } = useHelpHere();
  return (
    <Popover
      open={at !== undefined}
      anchorEl={at ?? null}
      onClose={() => useHelpHere.setState({ at: undefined })}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
      slotProps={{
        paper: {
          role: 'dialog',
          'aria-label': title,
          sx: { maxWidth: 380, p: 4, border: `1px solid ${token('line')}`, borderRadius: '10px' },
        },
      }}
    >
      <Box component="h2" sx={{ m: 0, mb: 1, fontSize: 14, fontWeight: 600 }}>
        {title}
      </Box>
      <Box tabIndex={-1} ref={(box: HTMLElement | null) => box?.focus()} sx={{ outline: 'none' }}>
        {text}
      </Box>
    </Popover>
  );
}
