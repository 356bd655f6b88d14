/** The images behind a number in Compare: those of a cell, the most confident mistakes, those on which runs disagree. */
import Button from '@mui/material/Button';
import type { Predictor, SplitRequest } from '../../core/contract/predict';
import { t } from '../../core/messages';
import { PictureGrid } from '../predictions/PictureGrid';
import { predictWith, usePredicting } from '../state/predicting';
import { AppDialog } from '../ui/AppDialog';

export interface ShownImages {
  title: string;
  of: readonly (Predictor & { color: string })[];
  which: SplitRequest['which'];
}

export function ImagesDialog({ title, of, which, onClose }: ShownImages & { onClose(): void }) {
  const choice = { kind: 'wrong', split: 'validation', which } as const;
  const asked = of.map(({ color: _color, ...one }) => one);
  return (
    <AppDialog
      title={title}
      onClose={onClose}
      maxWidth="lg"
      aside={
        <Button
          variant="text"
          onClick={() => {
            usePredicting.setState({ choice });
            predictWith({ runIds: of.map(({ runId }) => runId) });
          }}
        >
          {t('predict.view.open')}
        </Button>
      }
    >
      <PictureGrid of={asked} colors={of.map(({ color }) => color)} source={{ ...choice, of: asked }} />
    </AppDialog>
  );
}
