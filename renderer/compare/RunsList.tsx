import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import { formatMoment } from '../../core/format/moment';
import { formatCompact, formatPercent } from '../../core/format/number';
import { t } from '../../core/messages';
import { explanationsOf, isWarning } from '../../core/study/describe-remark';
import { splitWords } from '../../core/study/describe-selection';
import { runRemarks } from '../../core/study/remarks';
import { errorOf, nameOf, type RunRecord } from '../../core/study/run';
import { deleteRun } from '../bin/bin';
import { useRunColor } from '../client/runs';
import { accuracyWords } from '../runs/accuracyWords';
import { useFiltered } from '../runs/filter';
import { RunFilter } from '../runs/RunFilter';
import { RunMenu } from '../runs/RunMenu';
import { choose, type StudyGroup } from '../runs/selection';
import { stateName } from '../runs/stateName';
import { SectionHead } from '../ui';
import { token } from '../ui/theme/tokens';

function stateWords(run: RunRecord): string {
  const last = run.epochs.at(-1);
  const done = run.epochs.length;
  switch (run.state) {
    case 'finished':
      // The best is in the table "Best and last".
      return last ? formatPercent(last.valAccuracy) : stateName(run);
    case 'running':
      return t('train.state.epochOf', {
        epoch: Math.min(done + 1, run.settings.epochs),
        epochs: run.settings.epochs,
      });
    default:
      return stateName(run);
  }
}

/** The row's number in full: which epoch, and on which images. */
function accuracyTitle(run: RunRecord): string | undefined {
  const { epochs, split } = run;
  const words = accuracyWords(epochs);
  if (words === undefined) return undefined;
  const number = split
    ? t('compare.runs.accuracyTitleOn', { accuracy: words, split: splitWords(split) })
    : t('compare.runs.accuracyTitle', { accuracy: words });
  return [number, ...explanationsOf(runRemarks([run]))].join(' ');
}

function RunRow({
  run,
  ticked,
  onTick,
  onDelete,
}: {
  run: RunRecord;
  ticked: boolean;
  onTick(on: boolean): void;
  onDelete(): void;
}) {
  const name = nameOf(run);
  const id = `run-${run.id}`;
  const color = useRunColor()(run);
  const wrong = run.state === 'failed' || run.state === 'interrupted';
  const worthless = run.state === 'finished' && runRemarks([run]).some(isWarning);
  return (
    <Box
      component="li"
      sx={{
        position: 'relative',
        display: 'flex',
        alignItems: 'center',
        mb: '3px',
        borderRadius: '7px',
        backgroundColor: ticked ? token('raised') : 'transparent',
        '&:hover': { backgroundColor: token('raised') },
        '& .menu': { opacity: 0 },
        // The menu covers the seed.
        '&:hover .seed, &:has(.menu :focus-visible) .seed': { visibility: 'hidden' },
        '&:hover .menu, & .menu:focus-within, & .menu:has([aria-expanded="true"])': { opacity: 1 },
      }}
    >
      <Checkbox
        id={id}
        checked={ticked}
        onChange={(_event, on) => onTick(on)}
        slotProps={{ input: { 'aria-label': name } }}
        sx={{ color, '&.Mui-checked': { color }, p: '6px', ml: '2px' }}
      />
      <Box
        component="label"
        htmlFor={id}
        sx={{ flex: 1, minWidth: 0, py: '6px', pr: '9px', cursor: 'pointer' }}
      >
        <Box sx={{ display: 'flex', gap: 1, lineHeight: '17px' }}>
          <Box
            component="span"
            title={run.arm}
            sx={{
              flex: 1,
              fontWeight: 550,
              overflow: 'hidden',
              textOverflow: 'ellipsis',
              whiteSpace: 'nowrap',
            }}
          >
            {run.arm}
          </Box>
          <Box
            component="span"
            className="seed"
            sx={{ color: token('muted'), fontSize: 12, whiteSpace: 'nowrap' }}
          >
            {t('train.card.seed', { seed: run.settings.seed })}
          </Box>
        </Box>
        <Box sx={{ display: 'flex', gap: 1, fontSize: 12, lineHeight: '16px', color: token('muted') }}>
          <Box
            component="span"
            sx={{ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
          >
            {t('compare.runs.variant', { variant: run.network.variant })} ·{' '}
            {formatCompact(run.network.params)}
            {run.where !== undefined && ` · ${run.where}`}
          </Box>
          <Box
            component="span"
            title={errorOf(run) ?? accuracyTitle(run)}
            sx={{
              whiteSpace: 'nowrap',
              color: wrong ? token('bad') : worthless ? token('warning') : 'inherit',
            }}
          >
            {stateWords(run)}
          </Box>
        </Box>
      </Box>
      <Box
        className="menu"
        sx={{
          position: 'absolute',
          right: 4,
          top: 4,
          borderRadius: '7px',
          backgroundColor: token('raised'),
        }}
      >
        <RunMenu run={run} onDelete={onDelete} />
      </Box>
    </Box>
  );
}

export function RunsList({ groups, chosen }: { groups: readonly StudyGroup[]; chosen: ReadonlySet<string> }) {
  const shown = useFiltered(groups);
  return (
    <>
      <RunFilter matching={shown.length > 0} />
      {shown.map(({ id, name, runs }) => {
        const ids = runs.map((run) => run.id);
        const all = ids.every((one) => chosen.has(one));
        return (
          <Box component="section" key={id} aria-label={t('compare.runs.study', { name })}>
            <SectionHead
              action={
                <Button
                  variant="text"
                  aria-label={t(all ? 'compare.runs.clearAllOf' : 'compare.runs.selectAllOf', {
                    study: name,
                  })}
                  onClick={() => choose(chosen, ids, !all)}
                  sx={{ minHeight: 22, px: '6px', fontSize: 12, color: token('muted') }}
                >
                  {t(all ? 'compare.runs.clearAll' : 'compare.runs.selectAll')}
                </Button>
              }
            >
              {name}
            </SectionHead>
            <Box sx={{ mt: '-2px', mb: '5px', color: token('muted'), fontSize: 12, lineHeight: '16px' }}>
              {formatMoment(runs[0]!.createdAt)}
            </Box>
            <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
              {runs.map((run) => (
                <RunRow
                  key={run.id}
                  run={run}
                  ticked={chosen.has(run.id)}
                  onTick={(on) => choose(chosen, [run.id], on)}
                  onDelete={() => void deleteRun(run.id)}
                />
              ))}
            </Box>
          </Box>
        );
      })}
    </>
  );
}
