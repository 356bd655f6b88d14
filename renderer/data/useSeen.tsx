/** Images after each step of the input pipeline, epoch by epoch. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import { Dices } from 'lucide-react';
import { useState } from 'react';
import type { DatasetInfo } from '../../core/contract/datasets';
import { formatImageShape } from '../../core/format/shape';
import { t } from '../../core/messages';
import { usePipelineInputs, usePreview } from '../pipeline/usePreview';
import type { SplitId } from './splits';

/** @param split with `indices`: the images; undefined while there are none. */
export function useSeen(info: DatasetInfo, split: SplitId | undefined, indices: number[]) {
  const { id, imageShape } = info;
  const { checked, inputShape, pixels, network } = usePipelineInputs();
  const [epoch, setEpoch] = useState(1);
  const { settings } = checked;
  // Without a network, as for one that takes the images as stored.
  const shape = inputShape ?? imageShape;
  const { preview, error, loading } = usePreview(
    settings && split && indices.length > 0
      ? { id, split, indices, settings: { ...settings, dataset: id }, inputShape: shape, pixels, epoch }
      : undefined,
  );
  return {
    settings,
    shape,
    preview,
    loading,
    problem: settings ? error : t('data.pipeline.fixSettings'),
    epochText:
      inputShape && network !== undefined
        ? t('data.pipeline.epochNetwork', { epoch, network, shape: formatImageShape(shape) })
        : t('data.pipeline.epoch', { epoch, shape: formatImageShape(shape) }),
    anotherEpoch: (
      <Button variant="outlined" startIcon={<Dices size={15} />} onClick={() => setEpoch(epoch + 1)}>
        {t('data.pipeline.anotherEpoch')}
      </Button>
    ),
    progress: (
      <Box sx={{ height: 5, my: 1 }}>
        {loading && <LinearProgress aria-label={t('data.pipeline.computing')} />}
      </Box>
    ),
  };
}
