/** One example as the network sees it: what each step of the input pipeline makes of it. */

import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import useMediaQuery from '@mui/material/useMediaQuery';
import { Dices } from 'lucide-react';
import { useState } from 'react';
import type { DatasetInfo } from '../../core/contract/datasets';
import { formatShape } from '../../core/format/number';
import { t, textOf } from '../../core/messages';
import { StepImage } from '../pipeline/StepImage';
import { rangeText, stepTitle } from '../pipeline/steps';
import { usePipelineInputs, usePreview } from '../pipeline/usePreview';
import { token } from '../ui/theme/tokens';
import type { SplitChoice } from './splits';

export function AsNetwork({
  info,
  split,
  index,
}: {
  info: DatasetInfo;
  split: SplitChoice;
  index: number | undefined;
}) {
  const { checked, inputShape, network } = usePipelineInputs();
  const [epoch, setEpoch] = useState(1);
  const side = useMediaQuery('(min-height: 840px)') ? 226 : 150;
  const { settings } = checked;
  const shape = inputShape ?? info.imageShape;
  const { preview, error, loading } = usePreview(
    settings && index !== undefined
      ? {
          id: info.id,
          split: split.id,
          indices: [index],
          settings: { ...settings, dataset: info.id },
          inputShape: shape,
          epoch,
        }
      : undefined,
  );
  const problem = settings ? error : t('data.pipeline.fixSettings');
  return (
    <Box component="section" aria-label={t('data.pipeline.seen')} sx={{ height: '100%', overflow: 'auto' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 3 }}>
        <Button variant="outlined" startIcon={<Dices size={15} />} onClick={() => setEpoch(epoch + 1)}>
          {t('data.pipeline.anotherEpoch')}
        </Button>
        <Box aria-live="polite" sx={{ flex: 1, color: token('muted'), fontSize: 12 }}>
          {inputShape && network !== undefined
            ? t('data.pipeline.epochNetwork', { epoch, network, shape: formatShape(shape) })
            : t('data.pipeline.epoch', { epoch, shape: formatShape(shape) })}
        </Box>
      </Box>
      <Box sx={{ height: 5, my: 1 }}>
        {loading && <LinearProgress aria-label={t('data.pipeline.computing')} />}
      </Box>
      {problem && (
        <Box role="alert" sx={{ color: token('bad'), mb: 2, whiteSpace: 'pre-line' }}>
          {problem}
        </Box>
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
                {[textOf(words), ...(range ? [rangeText(range)] : [])].join('; ')}
              </Box>
            </Box>
          ))}
        </Box>
      )}
    </Box>
  );
}
