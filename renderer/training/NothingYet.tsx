/** The place of the curves before anything was trained: what Start training will do. */
import Button from '@mui/material/Button';
import { LineChart as ChartIcon } from 'lucide-react';
import { joinSome } from '../../core/graph/words';
import { EmptyState } from '../app/ui';
import { formatCount } from '../charts/format';
import { FirstStudyButton } from '../firstStudy/FirstStudyButton';
import { isFirstStudy } from '../firstStudy/recognize';
import { readyWords } from '../firstStudy/words';
import { useNavigation } from '../state/navigation';
import { type ArmOption, knownOf } from './arms';

export function NothingYet({
  arms,
  absent,
  known,
  earlier,
}: {
  arms: readonly ArmOption[];
  /** The data set that has to be got first, by name. */
  absent: string | undefined;
  known: boolean;
  earlier: boolean;
}) {
  const go = useNavigation((state) => state.go);
  const chosen = arms.filter(({ ticked }) => ticked);
  if (!known) return <EmptyState title="Asking what is being trained" />;
  const identities = chosen.map(({ graph }) => knownOf(graph).identity);
  const [first] = identities;
  if (first && isFirstStudy(identities.map(({ graphKey }) => graphKey))) {
    return (
      <EmptyState icon={<ChartIcon size={28} />} title={`Ready: ${joinSome(chosen.map(({ name }) => name))}`}>
        {readyWords({ depth: first.depth, params: formatCount(first.params) })}
        <br />
        Press Start training.
      </EmptyState>
    );
  }
  const names = chosen.map(({ name }) => name);
  return (
    <EmptyState
      icon={<ChartIcon size={28} />}
      title="Nothing has been trained in this session"
      action={
        earlier ? (
          <Button variant="outlined" onClick={() => go('compare')}>
            Earlier runs in Compare
          </Button>
        ) : (
          <FirstStudyButton variant="outlined" />
        )
      }
    >
      {names.length > 0
        ? `${absent ? `Get ${absent} or use shapes, at the left. Start training then trains` : 'Press Start training to train'} ${joinSome(names)}${names.length > 1 ? ', one after the other' : ''}. Progress, loss and accuracy appear here as it goes.`
        : 'Tick at least one arm at the left, or add one, then press Start training.'}
    </EmptyState>
  );
}
