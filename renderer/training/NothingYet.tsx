/** In place of the curves: what Start training will do. */
import Button from '@mui/material/Button';
import { LineChart as ChartIcon, Play } from 'lucide-react';
import { joinSome, t } from '../../core/messages';
import { FirstStudyButton } from '../firstStudy/FirstStudyButton';
import { isFirstStudy } from '../firstStudy/recognize';
import { readyWords } from '../firstStudy/texts';
import type { ArmOption } from '../settings/arms';
import { identityOf } from '../state/analysis';
import { useNavigation } from '../state/navigation';
import { EmptyState } from '../ui';

export function NothingYet({
  arms,
  absent,
  known,
  earlier,
  onStart,
}: {
  arms: readonly ArmOption[];
  /** Name of the data set, if it must be downloaded or imported first. */
  absent: string | undefined;
  known: boolean;
  earlier: boolean;
  /** Absent while it cannot start. */
  onStart: (() => void) | undefined;
}) {
  const go = useNavigation((state) => state.go);
  const chosen = arms.filter(({ ticked }) => ticked);
  if (!known) return <EmptyState title={t('train.nothingYet.asking')} />;
  const names = chosen.map(({ name }) => name);
  const list = joinSome(names);
  const identities = chosen.map(({ graph }) => identityOf(graph));
  const [first] = identities;
  if (first && isFirstStudy(identities.map(({ graphKey }) => graphKey))) {
    return (
      <EmptyState
        icon={<ChartIcon size={28} />}
        title={t('train.nothingYet.ready', { names: list })}
        action={
          <Button
            variant="contained"
            color="primary"
            startIcon={<Play size={14} />}
            disabled={!onStart}
            onClick={onStart}
          >
            {t('train.firstStudy.start')}
          </Button>
        }
      >
        {readyWords(first)}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<ChartIcon size={28} />}
      title={t('train.nothingYet.title')}
      action={
        earlier ? (
          <Button variant="outlined" onClick={() => go('compare')}>
            {t('train.nothingYet.earlier')}
          </Button>
        ) : (
          <FirstStudyButton variant="outlined" />
        )
      }
    >
      {names.length === 0
        ? t('train.nothingYet.select')
        : absent
          ? t('train.nothingYet.absent', { dataset: absent, names: list })
          : t('train.nothingYet.press', { names: list })}
    </EmptyState>
  );
}
