/** Many runs at once: their settings and results as parallel axes, or two of them as a scatter plot. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ListItemIcon from '@mui/material/ListItemIcon';
import MenuItem from '@mui/material/MenuItem';
import { Check } from 'lucide-react';
import { useMemo, useState } from 'react';
import { chosenFields, type FieldAxis, fieldAxis, varyingFields } from '../../../core/figures/run-axes';
import { runLabel } from '../../../core/figures/run-series';
import { t } from '../../../core/messages';
import { headingOf } from '../../../core/query/field-text';
import { RUN_FIELDS, type RunField } from '../../../core/query/run-fields';
import type { RunRecord } from '../../../core/study/run';
import { useChartChoices } from '../../charts/choices';
import { useRunColor } from '../../client/runs';
import { useSelection } from '../../runs/selection';
import { Panel } from '../../ui';
import { AddMenu } from '../../ui/AddMenu';
import { Choice, Toggle } from '../../ui/Choice';
import { token } from '../../ui/theme/tokens';
import { ParallelAxes, type Ranges } from './ParallelAxes';
import { ScatterPlot } from './ScatterPlot';
import type { ShownRun } from './shownRun';

/** Fewer runs are read more easily in the table. */
const FEWEST_RUNS = 3;
const MOST_AXES = 8;
const FIRST_AXES = 5;

const isWithin = (place: number | undefined, range: readonly [number, number] | undefined): boolean =>
  range === undefined || (place !== undefined && place >= range[0] && place <= range[1]);

/** Fields that tell the runs apart come first. */
const offered = (runs: readonly RunRecord[]): RunField[] => [
  ...new Set([...varyingFields(runs), ...RUN_FIELDS]),
];

export function FieldsPanel({ runs }: { runs: readonly RunRecord[] }) {
  const { axes: names, scatter, fieldsAs } = useChartChoices();
  const [ranges, setRanges] = useState<Ranges>({});
  const [emphasis, setEmphasis] = useState<string>();
  const colorOf = useRunColor();
  const fields = useMemo(() => chosenFields(names, runs, FIRST_AXES), [names, runs]);
  const [x, y] = useMemo(() => {
    const [first, second] = chosenFields(scatter, runs, 2);
    const last = chosenFields([], runs, 3).at(-1)!;
    return [first ?? last, second ?? last];
  }, [scatter, runs]);
  const axes = useMemo(
    () => (fieldsAs === 'parallel' ? fields : [x, y]).map((field) => fieldAxis(field, runs)),
    [fieldsAs, fields, x, y, runs],
  );
  const shown = useMemo(
    () =>
      runs.map(
        (run): ShownRun => ({
          run,
          label: runLabel(run, runs),
          color: colorOf(run),
          isIn: axes.every((axis) => isWithin(axis.placeOf(run), ranges[axis.field.name])),
        }),
      ),
    [runs, axes, ranges, colorOf],
  );
  if (runs.length < FEWEST_RUNS) return null;
  const within = shown.filter(({ isIn }) => isIn);
  const isNarrowed = within.length < shown.length;
  const emphasized = shown.find(({ run }) => run.id === emphasis);
  const props = { runs: shown, emphasis, onEmphasis: setEmphasis };
  return (
    <Panel
      title={t('compare.fields.title')}
      action={
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 3 }}>
          {fieldsAs === 'parallel' ? (
            <AxesMenu fields={fields} runs={runs} />
          ) : (
            <ScatterChoices x={x} y={y} runs={runs} />
          )}
          <Toggle
            small
            label={t('compare.fields.kind')}
            value={fieldsAs}
            onChange={(next) => useChartChoices.setState({ fieldsAs: next })}
            options={[
              { value: 'parallel', label: t('compare.fields.parallel') },
              { value: 'scatter', label: t('compare.fields.scatter') },
            ]}
          />
        </Box>
      }
      sx={{ flexShrink: 0 }}
    >
      {fieldsAs === 'parallel' ? (
        <ParallelAxes
          {...props}
          axes={axes}
          ranges={ranges}
          onRange={(name, range) => setRanges({ ...ranges, [name]: range })}
        />
      ) : (
        <ScatterPlot {...props} x={axes[0]!} y={axes[1]!} />
      )}
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          gap: 2,
          minHeight: 26,
          mt: 1,
          fontSize: 12,
          color: token('muted'),
        }}
      >
        <Box role="status" sx={{ flex: 1, minWidth: 220 }}>
          {emphasized ? facts(emphasized, axes) : t('compare.fields.how', { kind: fieldsAs })}
        </Box>
        {isNarrowed && (
          <>
            {t('compare.fields.within', { count: within.length, total: shown.length })}
            <Button variant="text" onClick={() => setRanges({})}>
              {t('compare.fields.reset')}
            </Button>
            <Button
              variant="outlined"
              disabled={within.length === 0}
              onClick={() => {
                useSelection.setState({ chosen: new Set(within.map(({ run }) => run.id)) });
                setRanges({});
              }}
            >
              {t('compare.fields.select', { count: within.length })}
            </Button>
          </>
        )}
      </Box>
    </Panel>
  );
}

/** "ResNet-20 · seed 1 · Learning rate 0.1 · Accuracy 71.2%" */
const facts = ({ label, run }: ShownRun, axes: readonly FieldAxis[]): string =>
  [
    label,
    ...axes.map(({ title, textOf }) => t('compare.fields.fact', { name: title, value: textOf(run) })),
  ].join(' · ');

function AxesMenu({ fields, runs }: { fields: readonly RunField[]; runs: readonly RunRecord[] }) {
  return (
    <AddMenu label={t('compare.fields.axes')}>
      {() =>
        offered(runs).map((field) => {
          const isShown = fields.includes(field);
          const next = isShown ? fields.filter((one) => one !== field) : [...fields, field];
          return (
            <MenuItem
              key={field.name}
              role="menuitemcheckbox"
              aria-checked={isShown}
              disabled={isShown ? fields.length <= 2 : fields.length >= MOST_AXES}
              onClick={() => useChartChoices.setState({ axes: next.map(({ name }) => name) })}
            >
              <ListItemIcon>{isShown && <Check size={14} />}</ListItemIcon>
              {headingOf(field)}
            </MenuItem>
          );
        })
      }
    </AddMenu>
  );
}

function ScatterChoices({ x, y, runs }: { x: RunField; y: RunField; runs: readonly RunRecord[] }) {
  const options = offered(runs).map((field) => ({ value: field.name, label: headingOf(field) }));
  const choose = (first: string, second: string) => useChartChoices.setState({ scatter: [first, second] });
  return (
    <>
      <Choice
        plain
        label={t('compare.fields.vertical')}
        value={y.name}
        options={options}
        onChange={(next) => choose(x.name, next)}
      />
      <Choice
        plain
        label={t('compare.fields.horizontal')}
        value={x.name}
        options={options}
        onChange={(next) => choose(next, y.name)}
      />
    </>
  );
}
