/** A row for each arm and combination of varied settings: its runs, and what one of them costs. */
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableFooter from '@mui/material/TableFooter';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { inequalities, type Measure } from '../../../core/ablation/fairness';
import type { Study } from '../../../core/ablation/study';
import { sameJson } from '../../../core/basics/same-json';
import type { StudyPlan, Variant } from '../../../core/contract/studies';
import { formatBytes } from '../../../core/format/bytes';
import { formatSeconds } from '../../../core/format/duration';
import { formatCompact, formatCount, formatDigits } from '../../../core/format/number';
import { type Key, t } from '../../../core/messages';
import { findSetting } from '../../../core/study/setting/list';
import { labelOf, valueText } from '../../../core/study/setting/texts';
import { stateName } from '../../runs/stateName';
import { Note, Tag } from '../../ui';
import { visuallyHidden } from '../../ui/text';
import { token } from '../../ui/theme/tokens';

const label = (path: string): string => labelOf(findSetting(path) ?? { path });

function shown(path: string, value: unknown): string {
  const setting = findSetting(path);
  return setting ? valueText(setting, value) : String(value);
}

/** What they show of one run, and of all that are left. */
const COLUMNS: readonly {
  heading: Key;
  measure?: Measure;
  /** The same for all runs of an arm. */
  ofArm?: true;
  text(variant: Variant): string;
  total?(plan: StudyPlan): string;
}[] = [
  {
    heading: 'studies.matrix.column.params',
    measure: 'params',
    ofArm: true,
    text: ({ params }) => formatCount(params),
  },
  {
    heading: 'studies.matrix.column.macs',
    measure: 'macs',
    ofArm: true,
    text: ({ macs }) => formatCompact(macs),
  },
  {
    heading: 'studies.matrix.column.memory',
    text: ({ memory }) => formatBytes(memory),
    total: ({ memory }) => formatBytes(memory),
  },
  {
    heading: 'studies.matrix.column.disk',
    text: ({ disk }) => formatBytes(disk),
    total: ({ disk }) => formatBytes(disk),
  },
  { heading: 'studies.matrix.column.time', measure: 'seconds', text: timeText, total: timeText },
];

function timeText({ seconds }: { seconds?: number | undefined }): string {
  return seconds === undefined ? t('studies.matrix.unknown') : formatSeconds(seconds);
}

export function MatrixTable({ study, plan }: { study: Study; plan: StudyPlan }) {
  const { variants, runs } = plan;
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Table
        size="small"
        aria-label={t('studies.matrix.label')}
        sx={{
          '& th, & td': { px: '8px', py: '6px', verticalAlign: 'top' },
          '& tr > :first-child': { pl: 0 },
          '& tr > :last-child': { pr: 0 },
          '& thead th, & tfoot td, & tfoot th': { verticalAlign: 'bottom', lineHeight: '16px' },
          '& tfoot td, & tfoot th': { fontSize: 13, fontWeight: 550, color: token('text'), borderBottom: 0 },
        }}
      >
        <TableHead>
          <TableRow>
            <TableCell>{t('studies.matrix.column.arm')}</TableCell>
            {study.varied.map(({ path }) => (
              <TableCell key={path}>{label(path)}</TableCell>
            ))}
            <TableCell>{t('studies.matrix.column.runs')}</TableCell>
            {COLUMNS.map(({ heading }) => (
              <TableCell key={heading} align="right">
                {t(heading)}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {variants.map((variant, index) => {
            const first = variants[index - 1]?.arm !== variant.arm;
            const base = variants.find(
              ({ arm, values }) => arm === study.baseline && sameJson(values, variant.values),
            );
            const ratios = base ? inequalities([base, variant], study.baseline) : [];
            return (
              <TableRow key={`${variant.arm} ${JSON.stringify(variant.values)}`}>
                <TableCell component="th" scope="row" sx={{ overflowWrap: 'anywhere', minWidth: 120 }}>
                  {first && variant.arm}
                  {first && variant.arm === study.baseline && study.arms.length > 1 && (
                    <Tag sx={{ ml: 2, lineHeight: '18px', px: '6px' }}>{t('studies.matrix.baseline')}</Tag>
                  )}
                </TableCell>
                {variant.values.map(({ path, value }) => (
                  <TableCell key={path}>{shown(path, value)}</TableCell>
                ))}
                <TableCell>
                  <Runs variant={variant} />
                </TableCell>
                {COLUMNS.map(({ heading, measure, ofArm, text }) => {
                  const ratio = ratios.find((one) => one.measure === measure)?.ratio;
                  return (
                    <TableCell key={heading} align="right" sx={{ whiteSpace: 'nowrap' }}>
                      {(first || !ofArm) && text(variant)}
                      {(first || !ofArm) && ratio !== undefined && (
                        <Note>{t('studies.matrix.ratio', { ratio: formatDigits(ratio, 3) })}</Note>
                      )}
                    </TableCell>
                  );
                })}
              </TableRow>
            );
          })}
        </TableBody>
        {runs > 0 && (
          <TableFooter>
            <TableRow>
              <TableCell component="th" scope="row" colSpan={1 + study.varied.length}>
                {t('studies.matrix.left')}
              </TableCell>
              <TableCell>{formatCount(runs)}</TableCell>
              {COLUMNS.map(({ heading, total }) => (
                <TableCell key={heading} align="right" sx={{ whiteSpace: 'nowrap' }}>
                  {total?.(plan)}
                </TableCell>
              ))}
            </TableRow>
          </TableFooter>
        )}
      </Table>
      <Legend variants={variants} />
    </Box>
  );
}

type Cell = Variant['cells'][number];
type Kind = 'left' | 'waiting' | 'training' | 'trained' | 'halved' | 'ended';

const kindOf = ({ state, halved }: Cell): Kind => {
  if (halved !== undefined) return 'halved';
  if (state === undefined) return 'left';
  if (state === 'preparing' || state === 'running') return 'training';
  if (state === 'finished') return 'trained';
  return state === 'queued' ? 'waiting' : 'ended';
};

/** In the order of a run's life. */
const KINDS: readonly Kind[] = ['left', 'waiting', 'training', 'trained', 'halved', 'ended'];

const LOOKS: Record<Kind, object> = {
  left: { border: `1px dashed ${token('muted')}` },
  waiting: { backgroundColor: token('raised'), border: `1px solid ${token('line')}` },
  training: { backgroundColor: token('accent'), color: token('onAccent') },
  trained: { backgroundColor: token('good'), color: token('panel') },
  halved: { backgroundColor: token('raised'), border: `1px solid ${token('good')}` },
  ended: { backgroundColor: token('raised'), border: `1px solid ${token('warning')}` },
};

const CELL = {
  boxSizing: 'border-box',
  minWidth: 20,
  height: 20,
  px: '4px',
  borderRadius: '5px',
  fontSize: 11,
  lineHeight: '18px',
  textAlign: 'center',
} as const;

function stateWords({ state, halved }: Cell): string {
  if (halved !== undefined) return t('studies.matrix.halvedAfter', { epoch: halved });
  return state ? stateName({ state, startedAt: '' }) : t('studies.matrix.kind', { kind: 'left' });
}

/** The seeds, each colored by the state of its run. */
function Runs({ variant: { cells, arm } }: { variant: Variant }) {
  return (
    <Box
      component="ul"
      aria-label={t('studies.matrix.runsOf', { arm })}
      sx={{ m: 0, p: 0, listStyle: 'none', display: 'flex', flexWrap: 'wrap', gap: '3px', minWidth: 66 }}
    >
      {cells.map((cell) => {
        const { seed } = cell;
        const words = t('studies.matrix.cell', { seed: String(seed), state: stateWords(cell) });
        return (
          <Box
            component="li"
            key={seed}
            title={words}
            sx={{ position: 'relative', ...CELL, ...LOOKS[kindOf(cell)] }}
          >
            <span aria-hidden>{seed}</span>
            <Box component="span" sx={visuallyHidden}>
              {words}
            </Box>
          </Box>
        );
      })}
    </Box>
  );
}

/** The states that occur. */
function Legend({ variants }: { variants: readonly Variant[] }) {
  const there = new Set(variants.flatMap(({ cells }) => cells.map(kindOf)));
  return (
    <Note aria-hidden sx={{ display: 'flex', flexWrap: 'wrap', gap: '4px 14px', mt: 2 }}>
      {KINDS.filter((kind) => there.has(kind)).map((kind) => (
        <Box component="span" key={kind} sx={{ display: 'inline-flex', alignItems: 'center', gap: '6px' }}>
          <Box component="span" sx={{ ...CELL, minWidth: 12, height: 12, px: 0, ...LOOKS[kind] }} />
          {t('studies.matrix.kind', { kind })}
        </Box>
      ))}
    </Note>
  );
}
