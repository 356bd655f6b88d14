/** Three ways to begin, and two to learn. */
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { FlaskConical, type LucideIcon, SquareDashed, Workflow } from 'lucide-react';
import { useId } from 'react';
import { type Key, t } from '../../core/messages';
import { openFirstStudy } from '../firstStudy/open';
import { firstStudyWords } from '../firstStudy/texts';
import { openEmpty } from '../state/documents';
import { startLesson, startTour } from '../state/help';
import { useNavigation } from '../state/navigation';
import { RowButton } from '../ui';
import { token } from '../ui/theme/tokens';
import { pickFiles } from './editor/files';
import { openPreset } from './presets/openPreset';

interface Door {
  Icon: LucideIcon;
  title: Key;
  about(): string;
  open(): void;
}

const DOORS: readonly Door[] = [
  {
    Icon: FlaskConical,
    title: 'train.firstStudy.question',
    about: firstStudyWords,
    open: openFirstStudy,
  },
  {
    Icon: Workflow,
    title: 'build.start.openResNet',
    about: () => t('build.start.presetAbout'),
    open: () => openPreset('resnet50'),
  },
  {
    Icon: SquareDashed,
    title: 'build.start.emptyGraph',
    about: () => t('build.start.emptyAbout'),
    open: () => {
      openEmpty();
      useNavigation.getState().go('build');
    },
  },
];

/** @param onOpen called first, whatever is chosen. */
export function Doors({ onOpen = () => undefined }: { onOpen?: () => void }) {
  const id = useId();
  const link = (label: string, act: () => void) => (
    <Link
      component="button"
      type="button"
      onClick={() => {
        onOpen();
        act();
      }}
    >
      {label}
    </Link>
  );
  return (
    <>
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fit, minmax(190px, 1fr))',
          gap: 3,
          width: '100%',
          maxWidth: 760,
        }}
      >
        {DOORS.map(({ Icon, title, about, open }, index) => (
          <RowButton
            key={title}
            aria-describedby={`${id}-${index}`}
            onClick={() => {
              onOpen();
              open();
            }}
            sx={{
              flexDirection: 'column',
              alignItems: 'flex-start',
              gap: 2,
              p: 4,
              border: `1px solid ${token(index === 0 ? 'accent' : 'line')}`,
              borderRadius: '10px',
              backgroundColor: token('panel'),
            }}
          >
            <Icon size={22} strokeWidth={1.6} color={token(index === 0 ? 'accent' : 'muted')} aria-hidden />
            <Box component="span" sx={{ fontWeight: 600 }}>
              {t(title)}
            </Box>
            {/* It describes the button, whose name is the title alone. */}
            <Box
              component="span"
              id={`${id}-${index}`}
              aria-hidden
              sx={{ color: token('muted'), fontSize: 12, lineHeight: '17px' }}
            >
              {about()}
            </Box>
          </RowButton>
        ))}
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'center', gap: 4, mt: 4 }}>
        {link(t('build.start.openFile'), pickFiles)}
        {link(t('help.lesson.title'), startLesson)}
        {link(t('help.tour.take'), startTour)}
      </Box>
    </>
  );
}
