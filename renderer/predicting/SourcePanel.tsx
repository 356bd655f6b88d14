/** Which pictures the networks are asked about. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { FolderOpen, ImagePlus, Images } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { type PictureSource, usePredicting } from '../state/predicting';
import { Note, Panel } from '../ui';
import { ProgressLine } from '../ui/ProgressLine';
import { token } from '../ui/theme/tokens';
import { progressWords } from '../ui/transfer';
import { cancelBringing, pick, show, useBringing } from './bring';

interface Offer {
  label: string;
  icon?: ReactNode;
  source: PictureSource;
  chosen: boolean;
}

/** What the chosen runs can be asked about without files. */
function offersOf(runs: readonly RunRecord[], source: PictureSource | undefined): Offer[] {
  const total = runs[0]?.split?.valCount;
  if (total === undefined) return [];
  const split = 'validation' as const;
  const wrong = (kind: 'mistakes' | 'disagreements', label: string): Offer => ({
    label,
    source: { kind: 'wrong', split, which: { kind } },
    chosen: source?.kind === 'wrong' && source.which.kind === kind,
  });
  return [
    {
      label: t('predict.view.validationImages'),
      icon: <Images size={15} />,
      source: { kind: 'images', split, total },
      chosen: source?.kind === 'images',
    },
    wrong('mistakes', t('predict.view.mistakes')),
    ...(runs.length > 1 ? [wrong('disagreements', t('predict.view.disagreements'))] : []),
  ];
}

export function SourcePanel({ runs }: { runs: readonly RunRecord[] }) {
  const source = usePredicting((state) => state.source);
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
        {offersOf(runs, source).map(({ label, icon, source: offered, chosen }) => (
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
        {source?.kind === 'files' ? t('predict.view.shown', { what: source.title }) : t('predict.view.drop')}
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
