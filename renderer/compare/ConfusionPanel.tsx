/** Which classes a run recognises, and which it takes for which. */
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import { useMemo, useState } from 'react';
import type { RunRecord } from '../../core/study/run';
import { Panel } from '../app/ui';
import { formatCount, formatPercent } from '../charts/format';
import { runLabel } from '../charts/runSeries';
import { useDatasets } from '../client/datasets';
import { token } from '../theme/tokens';
import { classAccuracies, epochsWithConfusion, mostConfused } from './confusion';
import { HeatMap } from './HeatMap';

const PAIRS = 8;

const head = { m: 0, mb: 2, fontSize: 12, fontWeight: 500, color: token('muted') } as const;
const row = { display: 'flex', gap: 2, alignItems: 'center', fontSize: 12, lineHeight: '21px' } as const;
const number = { fontVariantNumeric: 'tabular-nums', textAlign: 'right', whiteSpace: 'nowrap' } as const;

function Picker<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange(value: Value): void;
}) {
  return (
    <Select<Value>
      value={value}
      onChange={(event) => onChange(event.target.value as Value)}
      slotProps={{ input: { 'aria-label': label } }}
      sx={{ maxWidth: 220 }}
    >
      {options.map((option) => (
        <MenuItem key={option.value} value={option.value}>
          {option.label}
        </MenuItem>
      ))}
    </Select>
  );
}

export function ConfusionPanel({ runs }: { runs: readonly RunRecord[] }) {
  const { datasets } = useDatasets();
  const [runId, setRunId] = useState<string>();
  const [which, setWhich] = useState<'last' | 'best'>('last');
  const known = runs.filter(({ epochs }) => epochs.some(({ confusion }) => confusion));
  const run = known.find(({ id }) => id === runId) ?? known[0];
  const { last, best } = epochsWithConfusion(run?.epochs ?? []);
  const epoch = which === 'best' && best ? best : last;
  const confusion = epoch?.confusion;
  const facts = useMemo(
    () => confusion && { classes: classAccuracies(confusion), pairs: mostConfused(confusion, PAIRS) },
    [confusion],
  );
  if (!run || !confusion || !facts || !epoch) return null;
  const names = datasets.find(({ id }) => id === run.settings.dataset)?.classes ?? [];
  const labels = confusion.map((_row, index) => names[index] ?? `class ${index}`);
  return (
    <Panel
      title="Classes"
      action={
        <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap', justifyContent: 'flex-end' }}>
          {last && best && (
            <Picker<'last' | 'best'>
              label="Epoch of the matrix"
              value={which}
              onChange={setWhich}
              options={[
                { value: 'last', label: `last epoch, ${last.epoch}` },
                { value: 'best', label: `best epoch, ${best.epoch}` },
              ]}
            />
          )}
          {known.length > 1 && (
            <Picker
              label="Run of the matrix"
              value={run.id}
              onChange={setRunId}
              options={known.map((one) => ({ value: one.id, label: runLabel(one, known) }))}
            />
          )}
        </Box>
      }
      sx={{ flexShrink: 0 }}
    >
      <Box
        sx={{
          display: 'grid',
          gap: '20px',
          gridTemplateColumns: 'repeat(auto-fit, minmax(min(220px, 100%), 1fr))',
        }}
      >
        <Box sx={{ minWidth: 0, gridColumn: { lg: 'span 2' } }}>
          <HeatMap confusion={confusion} classes={labels} />
        </Box>
        <Box component="section" aria-label="Accuracy by class" sx={{ minWidth: 0 }}>
          <Box component="h4" sx={head}>
            Accuracy by class
          </Box>
          <Box
            component="ul"
            sx={{ m: 0, p: 0, pr: 1, listStyle: 'none', maxHeight: 420, overflowY: 'auto' }}
          >
            {facts.classes.map(({ index, accuracy, count }) => (
              <Box component="li" key={index} sx={row} title={`${formatCount(count)} validation images`}>
                <Box component="span" sx={{ width: 84, flexShrink: 0, ...ellipsis }}>
                  {labels[index]}
                </Box>
                <Box
                  aria-hidden
                  sx={{ flex: 1, height: 5, borderRadius: '3px', backgroundColor: token('line') }}
                >
                  <Box
                    sx={{
                      width: `${100 * (accuracy ?? 0)}%`,
                      height: '100%',
                      borderRadius: '3px',
                      backgroundColor: token('accent'),
                    }}
                  />
                </Box>
                <Box component="span" sx={{ width: 52, ...number }}>
                  {accuracy === undefined ? 'none' : formatPercent(accuracy)}
                </Box>
              </Box>
            ))}
          </Box>
        </Box>
        <Box component="section" aria-label="Most confused" sx={{ minWidth: 0 }}>
          <Box component="h4" sx={head}>
            Most confused
          </Box>
          {facts.pairs.length === 0 && (
            <Box sx={{ color: token('muted') }}>No image is taken for another.</Box>
          )}
          <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none' }}>
            {facts.pairs.map(({ truth, predicted, count, share }) => (
              <Box component="li" key={`${truth} ${predicted}`} sx={row}>
                <Box component="span" sx={{ flex: 1, minWidth: 0, ...ellipsis }}>
                  {labels[truth]}{' '}
                  <Box component="span" sx={{ color: token('muted') }}>
                    taken for
                  </Box>{' '}
                  {labels[predicted]}
                </Box>
                <Box component="span" sx={number} title={`${formatCount(count)} images`}>
                  {formatPercent(share)}
                </Box>
              </Box>
            ))}
          </Box>
          <Box sx={{ mt: 2, fontSize: 12, lineHeight: '17px', color: token('muted') }}>
            Share of the true class, epoch {epoch.epoch}
            {run.split ? `, of ${formatCount(run.split.valCount)} validation images` : ''}.
          </Box>
        </Box>
      </Box>
    </Panel>
  );
}

const ellipsis = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;
