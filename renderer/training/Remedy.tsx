/** What to do next about runs that ended early, with the buttons that do it. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { t } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { resumeRuns, resumeRunsHere } from '../runs/actions';
import { LogButton } from '../runs/log/LogButton';
import { type NextStep, nextStepWords } from '../runs/nextStep';
import { useDataSelection } from '../state/dataSelection';
import { useNavigation } from '../state/navigation';
import { Note } from '../ui';
import { SmallerBatch, SmallerRate } from './SmallerValue';
import { SMALL_BUTTON } from './smallButton';
import { TryCpu } from './TryCpu';

function OpenData({ run }: { run: RunRecord }) {
  const go = useNavigation((state) => state.go);
  return (
    <Button
      variant="outlined"
      onClick={(event) => {
        event.stopPropagation();
        useDataSelection.setState({ id: run.settings.dataset });
        go('data');
      }}
      sx={SMALL_BUTTON}
    >
      {t('train.next.openData')}
    </Button>
  );
}

function Buttons({ step, runs }: { step: NextStep; runs: readonly RunRecord[] }) {
  const first = runs[0]!;
  switch (step) {
    case 'rate':
      return <SmallerRate optimizer={first.settings.optimizer} sx={SMALL_BUTTON} />;
    case 'batch':
      return (
        <SmallerBatch
          batchSize={Math.min(...runs.flatMap(({ suggestedBatchSize = [] }) => suggestedBatchSize))}
          sx={SMALL_BUTTON}
        />
      );
    case 'cpu':
      return <TryCpu runs={runs} sx={SMALL_BUTTON} />;
    case 'data':
      return <OpenData run={first} />;
    case 'place':
      return (
        <Button
          variant="outlined"
          onClick={(event) => {
            event.stopPropagation();
            void resumeRunsHere(runs);
          }}
          sx={SMALL_BUTTON}
        >
          {t('train.resume.here')}
        </Button>
      );
    default:
      return null;
  }
}

/** A single run is resumed from its card. */
export function Remedy({ step, runs }: { step: NextStep; runs: readonly RunRecord[] }) {
  const canResume = runs.length > 1 && (step === 'resume' || step === 'data' || step === 'place');
  return (
    <>
      <Note sx={{ mt: '5px' }}>{nextStepWords(step, runs.length)}</Note>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: '6px', mt: 2 }}>
        <Buttons step={step} runs={runs} />
        {canResume && (
          <Button variant="outlined" onClick={() => void resumeRuns(runs)} sx={SMALL_BUTTON}>
            {t('train.resume.runs', { count: runs.length })}
          </Button>
        )}
        <LogButton runs={runs} sx={SMALL_BUTTON} />
      </Box>
    </>
  );
}
