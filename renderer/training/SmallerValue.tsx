/** Buttons that set a smaller value in the form, after a run showed that its own was too large. */
import Button from '@mui/material/Button';
import type { SxProps, Theme } from '@mui/material/styles';
import { t } from '../../core/messages';
import type { OptimizerSettings } from '../../core/study/optimizer';
import { useTrainForm } from '../settings/form';
import { smallerRate } from '../settings/smallerRate';
import { notify } from '../state/notices';

function SetInForm({
  change,
  texts,
  sx,
}: {
  /** Values to set in the draft, by key. */
  change: Readonly<Record<string, string>>;
  /** On the button, in the notice after it, and on the button once the form has the values. */
  texts: { offer: string; done: string; taken: string };
  sx?: SxProps<Theme>;
}) {
  const { draft, set } = useTrainForm();
  const taken = Object.entries(change).every(([key, value]) => draft[key] === value);
  return (
    <Button
      variant="outlined"
      disabled={taken}
      onClick={(event) => {
        event.stopPropagation();
        set(change);
        notify({ severity: 'success', text: texts.done });
      }}
      sx={sx}
    >
      {taken ? texts.taken : texts.offer}
    </Button>
  );
}

export function SmallerBatch({ batchSize: size, sx }: { batchSize: number; sx?: SxProps<Theme> }) {
  const texts = {
    offer: t('train.offer.batchSize', { size }),
    done: t('train.offer.batchSizeSet', { size }),
    taken: t('train.offer.batchSizeTaken', { size }),
  };
  return <SetInForm change={{ batchSize: String(size) }} texts={texts} sx={sx} />;
}

/** A tenth of the rate of a training that diverged. */
export function SmallerRate({ optimizer, sx }: { optimizer: OptimizerSettings; sx?: SxProps<Theme> }) {
  const { rate, change } = smallerRate(optimizer);
  const texts = {
    offer: t('train.offer.rate', { rate }),
    done: t('train.offer.rateSet', { rate }),
    taken: t('train.offer.rateTaken', { rate }),
  };
  return <SetInForm change={change} texts={texts} sx={sx} />;
}
