/** In the status bar of every view: how far the training is, the time left, and what runs next. */
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { formatSecondsLeft } from '../../core/format/duration';
import { formatPercent } from '../../core/format/number';
import { t, textOf } from '../../core/messages';
import { useNavigation } from '../state/navigation';
import { type UnderWay, useUnderWay } from '../training/progress';
import { ellipsis } from '../ui';
import { token } from '../ui/theme/tokens';

function wordsOf(underWay: UnderWay): string {
  const parts = [];
  if ('preparation' in underWay) {
    const { title, progress } = underWay.preparation;
    const { phase, fraction } = progress;
    parts.push(title, textOf(phase), fraction !== undefined && formatPercent(fraction, 0));
  } else {
    const { percent, run, others, secondsLeft } = underWay.trained;
    const { next } = underWay;
    parts.push(
      percent,
      run && (others > 0 ? t('train.progress.andOthers', { run, others }) : run),
      secondsLeft !== undefined && t('train.state.left', { duration: formatSecondsLeft(secondsLeft) }),
      next && t('train.progress.next', { run: next }),
    );
  }
  return parts.filter(Boolean).join(' · ');
}

export function TrainingStatus() {
  const go = useNavigation((state) => state.go);
  const underWay = useUnderWay();
  if (!underWay) return null;
  const words = wordsOf(underWay);
  return (
    <ButtonBase
      aria-label={t('train.progress.label', { words })}
      title={words}
      onClick={() => go('train')}
      sx={{
        flexShrink: 1,
        minWidth: 120,
        height: 22,
        px: '7px',
        ml: '-7px',
        gap: '7px',
        justifyContent: 'flex-start',
        borderRadius: '6px',
        font: 'inherit',
        color: token('text'),
        fontVariantNumeric: 'tabular-nums',
        '&:hover': { backgroundColor: token('raised') },
      }}
    >
      <Box
        component="span"
        aria-hidden
        sx={{ width: 7, height: 7, flexShrink: 0, borderRadius: '50%', backgroundColor: token('accent') }}
      />
      <Box component="span" sx={ellipsis}>
        {words}
      </Box>
    </ButtonBase>
  );
}
