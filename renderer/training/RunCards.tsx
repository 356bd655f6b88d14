/** A card for each run: its state, its progress, the time left. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ButtonBase from '@mui/material/ButtonBase';
import { t } from '../../core/messages';
import { runRemarks } from '../../core/study/remarks';
import { nameOf } from '../../core/study/run';
import { useRunColor } from '../client/runs';
import { useTraining } from '../client/training';
import { hasEnded, type LiveRun } from '../client/trainingState';
import { resumeRuns } from '../runs/actions';
import { resumptionOf } from '../runs/allowedActions';
import { failuresOf, hasGoneWrong, nextStepOf } from '../runs/nextStep';
import { RunMenu } from '../runs/RunMenu';
import { Card, Dot, ellipsis, Muted, Note, Remarks } from '../ui';
import { ProgressLine } from '../ui/ProgressLine';
import { token } from '../ui/theme/theme';
import { endWords, runWords } from './describeRun';
import { Remedy } from './Remedy';
import { SharedFailures } from './SharedFailures';
import { SMALL_BUTTON } from './smallButton';
import { shareDone } from './timeLeft';

function Bar({ run, name, color }: { run: LiveRun; name: string; color: string }) {
  const percent = 100 * shareDone(run);
  return (
    <Box
      role="progressbar"
      aria-label={t('train.card.progress', { run: name })}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(percent)}
      sx={{ height: 5, borderRadius: '3px', backgroundColor: token('line'), overflow: 'hidden' }}
    >
      <Box
        sx={{
          height: '100%',
          width: `${percent}%`,
          backgroundColor: color,
          opacity: hasEnded(run.record.state) && run.record.state !== 'finished' ? 0.45 : 1,
        }}
      />
    </Box>
  );
}

/** Beside the menu, the state follows the name, or is below it in a narrow card. */
const line = { display: 'flex', alignItems: 'center', minWidth: 0, minHeight: 22 } as const;

function RunCard({
  run,
  chosen,
  isShared,
  onChoose,
}: {
  run: LiveRun;
  chosen: boolean;
  /** Why it failed is shown above the cards, with others. */
  isShared: boolean;
  onChoose(): void;
}) {
  const { record, progress } = run;
  const name = nameOf(record);
  const color = useRunColor()(record);
  const active = useTraining((state) => state.active);
  const why = endWords(record);
  const resumption = resumptionOf(record);
  const wrong = hasGoneWrong(record);
  const step = nextStepOf(record);
  return (
    <Card
      role="group"
      aria-label={t('train.card.name', { run: name })}
      // The whole card can be clicked; the keyboard has the button with the arm's name.
      onClick={onChoose}
      sx={{ py: '11px', ...(chosen && { borderColor: token('lineStrong') }) }}
    >
      <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: '10px', mb: '9px' }}>
        <Box sx={{ ...line, flex: 1, flexWrap: 'wrap', columnGap: '10px' }}>
          <Box sx={{ ...line, flex: '1 1 auto', gap: '10px' }}>
            <Dot color={color} />
            <ButtonBase
              aria-label={t('train.card.showEpochs', { run: name })}
              aria-pressed={chosen}
              onClick={onChoose}
              sx={{
                font: 'inherit',
                fontWeight: 600,
                textAlign: 'left',
                borderRadius: '4px',
              }}
            >
              {record.arm}
            </ButtonBase>
            <Box component="span" sx={{ color: token('muted'), flexShrink: 0 }}>
              {t('train.card.seed', { seed: record.settings.seed })}
            </Box>
            {record.where !== undefined && (
              <Muted title={record.where} sx={{ ...ellipsis, maxWidth: 160 }}>
                {record.where}
              </Muted>
            )}
          </Box>
          <Box sx={{ ...line, flexWrap: 'wrap', columnGap: 2 }}>
            <Box sx={{ color: token(wrong ? 'bad' : 'muted') }}>
              {runWords(run)}
              {record.state === 'finished' && <Remarks remarks={runRemarks([record])} />}
            </Box>
            {resumption && !resumption.inVain && (
              <Button
                variant="outlined"
                aria-label={t('train.resume.named', { run: name })}
                title={active ? t('train.resume.behind', { from: resumption.from }) : resumption.from}
                onClick={(event) => {
                  event.stopPropagation();
                  void resumeRuns([record]);
                }}
                sx={SMALL_BUTTON}
              >
                {t('train.resume.resume')}
              </Button>
            )}
          </Box>
        </Box>
        <RunMenu run={record} />
      </Box>
      {progress && record.state !== 'queued' && !hasEnded(record.state) ? (
        <ProgressLine label={t('train.card.preparing', { run: name })} progress={progress} />
      ) : (
        <Bar run={run} name={name} color={color} />
      )}
      {why && !isShared && (
        <Note tone={wrong ? 'bad' : 'muted'} sx={{ mt: '9px' }}>
          {why}
        </Note>
      )}
      {step && !isShared && <Remedy step={step} runs={[record]} />}
    </Card>
  );
}

/** Pixels between cards. */
const GAP = 14;

export function RunCards({
  runs,
  chosenId,
  onChoose,
}: {
  runs: readonly LiveRun[];
  chosenId: string | undefined;
  onChoose(id: string): void;
}) {
  // Rows that are full if possible: up to four cards in one row, six in two rows of three.
  const columns = runs.length === 5 || runs.length === 6 ? 3 : Math.min(runs.length, 4);
  const shared = failuresOf(runs.map(({ record }) => record)).filter((failure) => failure.runs.length > 1);
  const sharing = new Set(shared.flatMap((failure) => failure.runs.map(({ id }) => id)));
  return (
    <>
      <SharedFailures failures={shared} />
      <Box
        role="group"
        aria-label={t('compare.runs.title')}
        sx={{
          display: 'grid',
          gap: `${GAP}px`,
          flexShrink: 0,
          gridTemplateColumns: `repeat(auto-fit, minmax(max(240px, calc((100% - ${GAP * columns}px) / ${columns})), 1fr))`,
        }}
      >
        {runs.map((run) => (
          <RunCard
            key={run.record.id}
            run={run}
            isShared={sharing.has(run.record.id)}
            chosen={runs.length > 1 && run.record.id === chosenId}
            onChoose={() => onChoose(run.record.id)}
          />
        ))}
      </Box>
    </>
  );
}
