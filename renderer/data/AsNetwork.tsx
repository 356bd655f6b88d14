/** One example as the network sees it, after each step of the input pipeline. */
import Box from '@mui/material/Box';
import useMediaQuery from '@mui/material/useMediaQuery';
import type { DatasetInfo } from '../../core/contract/datasets';
import { t, textOf } from '../../core/messages';
import { StepImage } from '../pipeline/StepImage';
import { rangeText, stepTitle } from '../pipeline/steps';
import { Note } from '../ui';
import { token } from '../ui/theme/tokens';
import type { SplitChoice } from './splits';
import { useSeen } from './useSeen';

export function AsNetwork({
  info,
  split,
  index,
}: {
  info: DatasetInfo;
  split: SplitChoice;
  index: number | undefined;
}) {
  const side = useMediaQuery('(min-height: 840px)') ? 226 : 150;
  const { preview, problem, loading, anotherEpoch, progress, epochText } = useSeen(
    info,
    split.id,
    index === undefined ? [] : [index],
  );
  return (
    <Box component="section" aria-label={t('data.pipeline.seen')} sx={{ height: '100%', overflow: 'auto' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 3 }}>
        {anotherEpoch}
        <Box aria-live="polite" sx={{ flex: 1, color: token('muted'), fontSize: 12 }}>
          {epochText}
        </Box>
      </Box>
      {progress}
      {problem && (
        <Note tone="bad" sx={{ mb: 2 }}>
          {problem}
        </Note>
      )}
      {!problem && preview && (
        <Box
          component="ol"
          sx={{
            display: 'grid',
            gridTemplateColumns: `repeat(2, ${side}px)`,
            justifyContent: 'center',
            gap: '14px 48px',
            m: 0,
            p: 0,
            listStyle: 'none',
            opacity: loading ? 0.6 : 1,
            transition: 'opacity 120ms',
          }}
        >
          {preview.steps.map(({ name, words, images: [image], range }) => (
            <Box component="li" key={name}>
              {image && <StepImage image={image} side={side} alt={`${stepTitle(name)}: ${textOf(words)}`} />}
              <Box sx={{ mt: 1, fontWeight: 550 }}>{stepTitle(name)}</Box>
              <Box sx={{ color: token('muted'), fontSize: 11.5, lineHeight: '15px' }}>
                {textOf(words)}
                {range && `; ${rangeText(range)}`}
              </Box>
            </Box>
          ))}
        </Box>
      )}
    </Box>
  );
}
