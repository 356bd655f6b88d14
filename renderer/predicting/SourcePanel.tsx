/** The choice of pictures to predict. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { FolderOpen, ImagePlus, Images } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { imagesIn, type PictureChoice, usePredicting } from '../state/predicting';
import { Note, Panel } from '../ui';
import { ProgressLine } from '../ui/ProgressLine';
import { token } from '../ui/theme/tokens';
import { progressWords } from '../ui/transfer';
import { cancelBringing, pick, show, useBringing } from './bringPictures';

interface Offer {
  label: string;
  icon?: ReactNode;
  offered: PictureChoice;
  chosen: boolean;
}

const SPLITS = [
  ['validation', 'predict.view.validationImages'],
  ['test', 'predict.view.testImages'],
] as const;

/** The sources of images that the chosen runs have without files. */
function offersOf(runs: readonly RunRecord[], choice: PictureChoice | undefined): Offer[] {
  const splits = SPLITS.filter(([split]) => imagesIn(runs[0], split) > 0);
  if (splits.length === 0) return [];
  const wrong = (kind: 'mistakes' | 'disagreements', label: string): Offer => ({
    label,
    offered: { kind: 'wrong', split: 'validation', which: { kind } },
    chosen: choice?.kind === 'wrong' && choice.which.kind === kind,
  });
  return [
    ...splits.map(([split, label]) => ({
      label: t(label),
      icon: <Images size={15} />,
      offered: { kind: 'images', split } as const,
      chosen: choice?.kind === 'images' && choice.split === split,
    })),
    wrong('mistakes', t('predict.view.mistakes')),
    ...(runs.length > 1 ? [wrong('disagreements', t('predict.view.disagreements'))] : []),
  ];
}

export function SourcePanel({ runs }: { runs: readonly RunRecord[] }) {
  const choice = usePredicting((state) => state.choice);
  const { progress, error } = useBringing();
  return (
    <Panel title={t('predict.view.pictures')}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2 }}>
        <Button variant="outlined" startIcon={<ImagePlus size={15} />} onClick={() => void pick('files')}>
          {t('predict.view.chooseFiles')}
        </Button>
        <Button variant="outlined" startIcon={<FolderOpen size={15} />} onClick={() => void pick('folder')}>
          {t('predict.view.chooseFolder')}
        </Button>
        <Box aria-hidden sx={{ width: '1px', height: 22, mx: 1, backgroundColor: token('line') }} />
        {offersOf(runs, choice).map(({ label, icon, offered, chosen }) => (
          <Button
            key={label}
            variant="outlined"
            startIcon={icon}
            aria-pressed={chosen}
            onClick={() => show(offered)}
            sx={chosen ? { color: token('accent'), backgroundColor: token('accentWash') } : {}}
          >
            {label}
          </Button>
        ))}
      </Box>
      <Note sx={{ mt: 2 }}>
        {choice?.kind === 'files' ? t('predict.view.shown', { what: choice.title }) : t('predict.view.drop')}
      </Note>
      {progress && (
        <Box sx={{ mt: 3, display: 'flex', alignItems: 'flex-end', gap: 3 }}>
          <Box sx={{ flex: 1 }}>
            <ProgressLine progress={progressWords(progress)} label={t('predict.view.pictures')} />
          </Box>
          <Button variant="outlined" onClick={cancelBringing}>
            {t('common.cancel')}
          </Button>
        </Box>
      )}
      {error && <Note tone="bad">{error}</Note>}
    </Panel>
  );
}
