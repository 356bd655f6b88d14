/** The place of the curves before anything was trained: what Start training will do. */

import Button from '@mui/material/Button';
import { LineChart as ChartIcon, Play } from 'lucide-react';
import { formatCount } from '../../core/format/number';
import { joinSome } from '../../core/graph/words';
import { FirstStudyButton } from '../firstStudy/FirstStudyButton';
import { isFirstStudy } from '../firstStudy/recognize';
import { readyWords } from '../firstStudy/words';
import { type StartState, useStart } from '../runs/start';
import type { ArmOption } from '../settings/arms';
import { identityOf } from '../state/analysis';
import { useNavigation } from '../state/navigation';
import { EmptyState } from '../ui';

/** What comes before the first run. */
const DOING: Partial<Record<StartState['phase'], string>> = {
  data: 'Drawing the images',
  engine: 'Getting TensorFlow ready',
  starting: 'Starting',
};

export function NothingYet({
  arms,
  absent,
  known,
  earlier,
  onStart,
}: {
  arms: readonly ArmOption[];
  /** The data set that has to be got first, by name. */
  absent: string | undefined;
  known: boolean;
  earlier: boolean;
  /** Absent while it cannot start. */
  onStart: (() => void) | undefined;
}) {
  const go = useNavigation((state) => state.go);
  const phase = useStart((state) => state.phase);
  const chosen = arms.filter(({ ticked }) => ticked);
  if (!known) return <EmptyState title="Asking what is being trained" />;
  const names = chosen.map(({ name }) => name);
  const inTurn = `${joinSome(names)}${names.length > 1 ? ', one after the other' : ''}`;
  const doing = DOING[phase];
  if (doing) return <EmptyState title={doing}>Then Skipwire trains {inTurn}.</EmptyState>;
  const identities = chosen.map(({ graph }) => identityOf(graph));
  const [first] = identities;
  if (first && isFirstStudy(identities.map(({ graphKey }) => graphKey))) {
    return (
      <EmptyState
        icon={<ChartIcon size={28} />}
        title={`Ready: ${joinSome(names)}`}
        action={
          <Button
            variant="contained"
            color="primary"
            startIcon={<Play size={14} />}
            disabled={!onStart}
            onClick={onStart}
          >
            Start the first study
          </Button>
        }
      >
        {readyWords({ depth: first.depth, params: formatCount(first.params) })}
      </EmptyState>
    );
  }
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
        ? `${absent ? `Get ${absent} or use shapes, at the left. Start training then trains` : 'Press Start training to train'} ${inTurn}. Progress, loss and accuracy appear here as it goes.`
        : 'Tick at least one arm at the left, or add one, then press Start training.'}
    </EmptyState>
  );
}
