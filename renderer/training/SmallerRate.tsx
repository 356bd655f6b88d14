/** The offer where a training has diverged: a tenth of its learning rate, at a click. */

import type { SxProps, Theme } from '@mui/material/styles';
import { t } from '../../core/messages';
import type { OptimizerSettings } from '../../core/study/optimizer';
import { smallerRate } from '../settings/smallerRate';
import { SetInForm } from './SetInForm';

export function SmallerRate({ optimizer, sx }: { optimizer: OptimizerSettings; sx?: SxProps<Theme> }) {
  const { rate, change } = smallerRate(optimizer);
  return (
    <SetInForm
      change={change}
      texts={{
        offer: t('train.offer.rate', { rate }),
        done: t('train.offer.rateSet', { rate }),
        taken: t('train.offer.rateTaken', { rate }),
      }}
      sx={sx}
    />
  );
}
