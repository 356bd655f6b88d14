/** Above the canvas, while the graph of an arm is edited. */
import Button from '@mui/material/Button';
import { ArrowLeft } from 'lucide-react';
import { t } from '../../core/messages';
import { useOpenStudy } from '../settings/study/open';
import { useNavigation } from '../state/navigation';
import { useArmGraphs } from '../studies/armGraphs';
import { Note, Strip } from '../ui';

export function ArmStrip({ id }: { id: string }) {
  const linked = useArmGraphs(({ graphs }) => graphs[id]);
  const open = useOpenStudy((state) => state.open);
  if (!linked || linked.study !== open?.id) return null;
  if (!open.study.arms.some(({ name }) => name === linked.arm)) return null;
  return (
    <Strip as="section" aria-label={t('studies.armGraph.label')} sx={{ px: 3, minHeight: 34 }}>
      <Note sx={{ flex: 1, minWidth: 0 }}>
        {t('studies.armGraph.words', { arm: linked.arm, study: open.study.name })}
      </Note>
      <Button
        variant="outlined"
        startIcon={<ArrowLeft size={13} />}
        onClick={() => useNavigation.getState().go('train')}
        sx={{ flexShrink: 0, my: '3px' }}
      >
        {t('studies.armGraph.back')}
      </Button>
    </Strip>
  );
}
