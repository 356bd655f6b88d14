/** The charts that a person has chosen, read and zoomed together. */
import MenuItem from '@mui/material/MenuItem';
import { memo, useMemo, useState } from 'react';
import { metricCurves } from '../../../core/figures/run-curves';
import {
  RUN_METRIC_NAMES,
  RUN_METRICS,
  type RunMetric,
  type RunMetricName,
} from '../../../core/figures/run-metrics';
import { xEndOf } from '../../../core/figures/run-series';
import { t } from '../../../core/messages';
import type { RunRecord } from '../../../core/study/run';
import { xName } from '../../charts/ChartControls';
import { ChartMenu } from '../../charts/ChartMenu';
import { ChartToolbar } from '../../charts/ChartToolbar';
import { smoothingOf, useChartChoices } from '../../charts/choices';
import { LineChart } from '../../charts/LineChart';
import { type ChartLink, createChartLink } from '../../charts/link';
import { notifyError } from '../../client/errors';
import { useRuns } from '../../client/runs';
import { PanelPair } from '../../layout/SideAndMain';
import { Note, Panel } from '../../ui';
import { AddMenu } from '../../ui/AddMenu';
import { Choice } from '../../ui/Choice';
import { type RunSteps, useRunSteps } from '../useRunSteps';

const HEIGHT = 240;
/** The charts after the first two are lower, so that the tables are not far below. */
const SMALL_HEIGHT = 150;

/** @param names take the place of the chart; none: it is removed */
const replaced = (name: RunMetricName, ...names: readonly RunMetricName[]) =>
  useChartChoices.setState(({ shown }) => ({ shown: shown.toSpliced(shown.indexOf(name), 1, ...names) }));

function without<Item>(items: readonly Item[], item: Item): Item[] {
  return items.filter((one) => one !== item);
}

interface MetricChartProps {
  name: RunMetricName;
  runs: readonly RunRecord[];
  /** Only of a metric that is measured at every step. */
  steps?: RunSteps | undefined;
  link: ChartLink;
  height: number;
}

const MetricChart = memo(function MetricChart(props: MetricChartProps) {
  const { name, runs, steps, link, height } = props;
  const { runs: around } = useRuns();
  const choices = useChartChoices();
  const { x, logX, logarithmic, seeds, shown } = choices;
  const metric: RunMetric = RUN_METRICS[name];
  const { unit, better } = metric;
  const smoothing = metric.isExact ? 0 : choices[smoothingOf(metric)];
  const title = t(metric.title);
  const series = useMemo(
    () => metricCurves({ runs, around, unit: x, smoothing, seeds }, metric, steps?.steps),
    [runs, around, x, smoothing, seeds, metric, steps?.steps],
  );
  const chart = {
    ...{ title, series, unit, better, smoothing, logX },
    ...{ xUnit: x, xEnd: xEndOf(runs, x), logY: logarithmic.includes(name) },
  };
  const empty = steps?.reading
    ? t('compare.charts.reading')
    : runs.length === 0
      ? t('compare.charts.select')
      : t(metric.bySteps ? 'compare.charts.noStep' : 'compare.charts.noEpoch');
  return (
    <Panel>
      <LineChart
        {...chart}
        link={link}
        height={height}
        empty={empty}
        heading={
          <Choice
            plain
            label={t('compare.charts.metricOf', { chart: title })}
            value={name}
            onChange={(next) => replaced(name, next)}
            options={RUN_METRIC_NAMES.map((value) => ({
              value,
              label: t(RUN_METRICS[value].title),
              disabled: value !== name && shown.includes(value),
            }))}
            sx={{ fontSize: 13, fontWeight: 600, color: 'inherit' }}
          />
        }
        onSmoothing={
          metric.isExact ? undefined : (value) => useChartChoices.setState({ [smoothingOf(metric)]: value })
        }
        controls={
          <ChartMenu
            chart={{ ...chart, xName: xName(x) }}
            link={link}
            onLogY={(on) =>
              useChartChoices.setState({
                logarithmic: on ? [...logarithmic, name] : without(logarithmic, name),
              })
            }
            onRemove={shown.length > 1 ? () => replaced(name) : undefined}
            onError={notifyError}
          />
        }
      />
    </Panel>
  );
});

export function CompareCharts({ runs }: { runs: readonly RunRecord[] }) {
  const shown = useChartChoices((choices) => choices.shown);
  const steps = useRunSteps(runs);
  const [link] = useState(createChartLink);
  const rows = [shown.slice(0, 2), shown.slice(2)].filter((row) => row.length > 0);
  const others = RUN_METRIC_NAMES.filter((name) => !shown.includes(name));
  return (
    <>
      {steps.error && <Note tone="bad">{steps.error}</Note>}
      <ChartToolbar runs={runs} link={link} metrics={shown}>
        {others.length > 0 && (
          <AddMenu label={t('compare.charts.add')}>
            {(close) =>
              others.map((name) => (
                <MenuItem
                  key={name}
                  onClick={() => {
                    close();
                    useChartChoices.setState({ shown: [...shown, name] });
                  }}
                >
                  {t(RUN_METRICS[name].title)}
                </MenuItem>
              ))
            }
          </AddMenu>
        )}
      </ChartToolbar>
      {rows.map((row, rowIndex) => (
        <PanelPair key={rowIndex === 0 ? 'first' : 'others'} min={300}>
          {row.map((name) => (
            <MetricChart
              key={name}
              {...{ name, runs, link }}
              steps={RUN_METRICS[name].bySteps ? steps : undefined}
              height={rowIndex === 0 ? HEIGHT : SMALL_HEIGHT}
            />
          ))}
        </PanelPair>
      ))}
    </>
  );
}
