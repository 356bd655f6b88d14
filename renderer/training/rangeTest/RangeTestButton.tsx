/** Behind the learning-rate field: opens the range test, which can fill it. */
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { ScanSearch } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../../core/messages';
import type { TrainingSettings } from '../../../core/study/settings';
import { useOffers } from '../../commands/offers';
import type { ArmOption } from '../../settings/arms';
import { useTrainForm } from '../../settings/form';
import { RangeTestDialog } from './RangeTestDialog';

export function RangeTestButton({
  arms,
  settings,
  blocked,
}: {
  arms: readonly ArmOption[];
  settings: TrainingSettings | undefined;
  blocked: string | undefined;
}) {
  const [open, setOpen] = useState(false);
  const { draft, set } = useTrainForm();
  useOffers({ 'train.range-test': { perform: () => setOpen(true) } });
  return (
    <>
      <Tooltip title={t('train.rangeTest.help')}>
        <IconButton aria-label={t('train.rangeTest.title')} onClick={() => setOpen(true)}>
          <ScanSearch size={16} />
        </IconButton>
      </Tooltip>
      <RangeTestDialog
        open={open}
        arms={arms}
        settings={settings}
        blocked={blocked}
        onUse={(rate) => set({ [`optimizer.${draft['optimizer.type']}.learningRate`]: rate })}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
