/** A small input pipeline above the canvas: the steps between the images and the network's Input. */

import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { ArrowRight } from 'lucide-react';
import { Fragment } from 'react';
import { t, textOf } from '../../core/messages';
import { useDatasets } from '../client/datasets';
import { datasetOf, useTrainForm } from '../settings/form';
import { useDataSelection } from '../state/dataSelection';
import { useNavigation } from '../state/navigation';
import { setSectionOpen, useSections } from '../state/sections';
import { Note, Strip } from '../ui';
import { FoldButton } from '../ui/FoldButton';
import { kindColor, token } from '../ui/theme/tokens';
import { spread } from './request';
import { StepImage } from './StepImage';
import { KINDS, stepTitle } from './steps';
import { usePipelineInputs, usePreview } from './usePreview';

const SECTION = 'build.pipeline';
const SIDE = 30;
/** The same before the images are there: the canvas below must not move under the pointer. */
const HEIGHT = { open: 54, folded: 30 };

export function PipelineStrip() {
  const open = useSections((state) => state.open[SECTION] ?? true);
  const { checked, inputShape, pixels } = usePipelineInputs();
  const id = useTrainForm((form) => datasetOf(form.draft));
  const { state, datasets } = useDatasets();
  const info = datasets.find((one) => one.id === id);
  const { settings } = checked;
  const ready = info?.state === 'ready' && info.trainCount > 0;
  const { preview, error } = usePreview(
    open && ready && settings && inputShape
      ? { id, split: 'train', indices: spread(info.trainCount, 1), settings, inputShape, pixels, epoch: 1 }
      : undefined,
  );
  // Until the data sets are known, it keeps its place.
  if (!ready && (state === 'known' || state === 'failed')) return null;
  const show = () => {
    useDataSelection.setState({ id, tab: 'pipeline' });
    useNavigation.getState().go('data');
  };
  return (
    <Strip
      as="section"
      aria-label={t('data.pipeline.title')}
      sx={{ px: 3, height: open ? HEIGHT.open : HEIGHT.folded, overflow: 'hidden' }}
    >
      {info && (
        <FoldButton
          open={open}
          onClick={() => setSectionOpen(SECTION, !open)}
          sx={{ height: 28, px: '4px', fontSize: 12 }}
        >
          {info.name}
        </FoldButton>
      )}
      {open && error && (
        <Note tone="bad" sx={{ py: 2 }}>
          {error}
        </Note>
      )}
      {open && preview && !error && (
        <ButtonBase
          aria-label={t('data.pipeline.show', { name: info?.name ?? id })}
          onClick={show}
          sx={{
            minWidth: 0,
            justifyContent: 'flex-start',
            gap: { xs: '4px', lg: '6px' },
            py: '4px',
            px: '6px',
            borderRadius: '8px',
            textAlign: 'left',
            '&:hover': { backgroundColor: token('raised') },
          }}
        >
          {preview.steps.map((step) => (
            <Fragment key={step.name}>
              <Box sx={{ display: 'flex', alignItems: 'center', gap: '6px' }}>
                {step.images[0] && <StepImage image={step.images[0]} side={SIDE} />}
                <Box
                  title={textOf(step.words)}
                  // Never narrower than the longest title.
                  sx={{
                    minWidth: 68,
                    maxWidth: { xs: 150, lg: 190 },
                    borderLeft: `3px solid ${kindColor(KINDS[step.name])}`,
                    pl: '7px',
                  }}
                >
                  <Box sx={{ fontSize: 12, fontWeight: 550, lineHeight: '15px' }}>{stepTitle(step.name)}</Box>
                  <Note
                    sx={{
                      fontSize: 11,
                      lineHeight: '14px',
                      display: '-webkit-box',
                      WebkitBoxOrient: 'vertical',
                      WebkitLineClamp: 2,
                      overflow: 'hidden',
                    }}
                  >
                    {textOf(step.words)}
                  </Note>
                </Box>
              </Box>
              <ArrowRight size={14} color={token('wire')} style={{ flexShrink: 0 }} aria-hidden />
            </Fragment>
          ))}
          <Box sx={{ fontSize: 12, fontWeight: 550, flexShrink: 0 }}>
            {settings ? t('data.pipeline.batchOf', { count: settings.batchSize }) : t('data.pipeline.batch')}
          </Box>
        </ButtonBase>
      )}
    </Strip>
  );
}
