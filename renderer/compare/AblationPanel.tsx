import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { AlertTriangle, Info } from 'lucide-react';
import { useMemo } from 'react';
import { armColor } from '../../core/figures/colors';
import { t } from '../../core/messages';
import { explanationsOf, isWarning } from '../../core/study/describe-remark';
import type { RunRecord } from '../../core/study/run';
import type { TableSide } from '../../core/study/side';
import { isArmsTable, type StudyTable, studyTables } from '../../core/study/study-tables';
import type { AblationTable } from '../../core/study/table';
import { ARM_COLUMNS, TABLE_COLUMNS } from '../../core/study/table-columns';
import { absentSentences, formatTable } from '../../core/study/table-text';
import { useRuns } from '../client/runs';
import { isBusy } from '../client/trainingState';
import { useOffers } from '../commands/offers';
import { copyText } from '../layout/copy';
import { useNavigation } from '../state/navigation';
import { Panel } from '../ui';
import { token } from '../ui/theme/tokens';
import { ResultTable } from './ResultTable';

/** Explains the remarks below the numbers; those that warn are amber. */
function Notes({ table: { notes, rows } }: { table: StudyTable }) {
  if (notes.length === 0) return null;
  const warnings = new Set(explanationsOf(rows.flatMap(({ remarks }) => remarks.filter(isWarning))));
  return (
    <Box
      component="ul"
      aria-label={t('compare.ablation.notes')}
      sx={{ m: 0, mt: 3, p: 0, listStyle: 'none', fontSize: 12, lineHeight: '17px' }}
    >
      {notes.map((note) => {
        const warns = warnings.has(note);
        const Icon = warns ? AlertTriangle : Info;
        return (
          <Box component="li" key={note} sx={{ display: 'flex', gap: 2, mb: 1 }}>
            <Icon
              size={14}
              color={token(warns ? 'warning' : 'muted')}
              style={{ flexShrink: 0, marginTop: 2 }}
              aria-hidden="true"
            />
            {note}
          </Box>
        );
      })}
    </Box>
  );
}

const sidesIn = (table: StudyTable): readonly TableSide[] =>
  (isArmsTable(table)
    ? table.rows.map(({ side }) => side)
    : table.rows.flatMap(({ residual, plain }) => [residual, plain])
  ).filter((side) => side !== undefined);

/** "validation accuracy · epoch 5 · mean ± SD of 3 seeds" */
function measure(table: StudyTable): string {
  const seeds = new Set(sidesIn(table).map((side) => side.seeds.length));
  const epochs = new Set(table.rows.flatMap((row) => (row.epochs > 0 ? [row.epochs] : [])));
  const parts = [t('compare.ablation.validationAccuracy')];
  const [epoch] = epochs;
  if (epoch !== undefined && epochs.size === 1) parts.push(t('compare.ablation.epoch', { epoch }));
  if (seeds.size === 1) {
    const [count = 1] = seeds;
    parts.push(t('compare.ablation.seeds', { count }));
  }
  return parts.join(' · ');
}

function NoRows({ runs }: { runs: readonly RunRecord[] }) {
  const go = useNavigation((state) => state.go);
  const training = runs.some(({ state }) => isBusy(state));
  const words = training
    ? t('compare.ablation.training')
    : runs.length > 0
      ? t('compare.ablation.noneFinished')
      : t('compare.ablation.noneChosen');
  return (
    <Box sx={{ color: token('muted'), display: 'flex', alignItems: 'center', gap: 3, flexWrap: 'wrap' }}>
      <span>{words}</span>
      <Button variant="outlined" onClick={() => go('train')}>
        {training ? t('compare.ablation.seeTraining') : t('compare.ablation.trainPair')}
      </Button>
    </Box>
  );
}

function TablePanel({ table, runs }: { table: StudyTable; runs: readonly RunRecord[] }) {
  const { runs: around } = useRuns();
  const colorOf = (id: string) => {
    const run = runs.find((one) => one.id === id);
    return run && armColor(run, around);
  };
  const empty = sidesIn(table).length === 0 && !isArmsTable(table);
  const title = isArmsTable(table)
    ? t('statistics.title', { study: table.study })
    : t('compare.ablation.title');
  const copy = (format: 'md' | 'csv') =>
    void copyText(
      formatTable(table, format),
      t(format === 'md' ? 'compare.ablation.tableMarkdown' : 'compare.ablation.tableCsv'),
    );
  useOffers({
    'compare.markdown': empty ? undefined : { perform: () => copy('md') },
    'compare.csv': empty ? undefined : { perform: () => copy('csv') },
  });
  return (
    <Panel
      title={
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 10px' }}>
          {title}
          {!empty && (
            <Box
              component="span"
              sx={{
                px: '8px',
                py: '2px',
                borderRadius: '6px',
                fontSize: 12,
                fontWeight: 400,
                color: token('muted'),
                backgroundColor: token('raised'),
              }}
            >
              {measure(table)}
            </Box>
          )}
        </Box>
      }
      action={
        <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap', justifyContent: 'flex-end' }}>
          <Button variant="outlined" disabled={empty} onClick={() => copy('md')}>
            {t('compare.ablation.copyMarkdown')}
          </Button>
          <Button variant="outlined" disabled={empty} onClick={() => copy('csv')}>
            {t('compare.ablation.copyCsv')}
          </Button>
        </Box>
      }
      sx={{ flexShrink: 0 }}
    >
      {empty ? (
        <NoRows runs={runs} />
      ) : isArmsTable(table) ? (
        <ResultTable
          label={title}
          table={table}
          colorOf={colorOf}
          columns={ARM_COLUMNS}
          keyOf={({ label }) => label}
        />
      ) : (
        <ResultTable
          label={title}
          table={table}
          colorOf={colorOf}
          columns={TABLE_COLUMNS}
          keyOf={({ residual, plain }) => [...(residual?.runIds ?? []), ...(plain?.runIds ?? [])].join(' ')}
        />
      )}
      <Notes table={table} />
      {!empty && (
        <Box
          sx={{ mt: 3, color: token('muted'), fontSize: 12, lineHeight: '17px', overflowWrap: 'anywhere' }}
        >
          {isArmsTable(table) ? table.caption : belowAblation(table)}
        </Box>
      )}
    </Panel>
  );
}

function belowAblation(table: AblationTable): string {
  const alone = table.rows.filter(({ differencePoints }) => differencePoints === undefined).length;
  return [
    ...absentSentences(table),
    table.caption,
    ...(alone > 0 ? [t('compare.ablation.alone', { count: alone })] : []),
  ].join(' ');
}

/** A table for each study with a baseline, and the ablation table of the other runs. */
export function AblationPanel({ runs }: { runs: readonly RunRecord[] }) {
  const tables = useMemo(() => studyTables(runs), [runs]);
  return tables.map((table) => (
    <TablePanel
      key={isArmsTable(table) ? `study ${table.studyId} ${table.baseline}` : 'twins'}
      table={table}
      runs={runs}
    />
  ));
}
