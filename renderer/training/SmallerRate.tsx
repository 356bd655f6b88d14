/** The offer where a training has diverged: a tenth of its learning rate, at a click. */
import type { SxProps, Theme } from '@mui/material/styles';
import { formatRate } from '../charts/format';
import { SetInForm } from './SetInForm';

export function SmallerRate({ learningRate, sx }: { learningRate: number; sx?: SxProps<Theme> }) {
  const rate = formatRate(learningRate / 10);
  return <SetInForm field="learningRate" value={rate} name={`Learning rate ${rate}`} sx={sx} />;
}
