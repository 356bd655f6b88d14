/** Live loss and accuracy of the study's runs: training by step, validation by epoch. */
import { useMemo, useState } from 'react';
import { Panel } from '../app/ui';
import type { XUnit } from '../charts/axis';
import { SmoothingSlider, XUnitSelect } from '../charts/ChartControls';
import { LineChart } from '../charts/LineChart';
import { epochPoints, runLabel, stepPoints, xEndOf } from '../charts/runSeries';
import type { Series } from '../charts/types';
import type { LiveRun } from '../client/trainingState';
import { PanelPair } from '../layout/SideAndMain';
import { runColor } from '../theme/theme';

function liveSeries(runs: readonly LiveRun[], value: 'loss' | 'accuracy', unit: XUnit): Series[] {
  const records = runs.map(({ record }) => record);
  return runs.flatMap(({ record, steps }): Series[] => {
    const common = { label: runLabel(record, records), color: runColor(record.color) };
    return [
      {
        ...common,
        id: `${record.id}.train`,
        kind: 'training',
        smoothed: true,
        points: stepPoints(record, steps[value], unit),
      },
      {
        ...common,
        id: `${record.id}.val`,
        kind: 'validation',
        dashed: true,
        dots: true,
        points: epochPoints(record, (epoch) => (value === 'loss' ? epoch.valLoss : epoch.valAccuracy), unit),
      },
    ];
  });
}

export function LiveCharts({ runs }: { runs: readonly LiveRun[] }) {
  const [unit, setUnit] = useState<XUnit>('epoch');
  const [smoothing, setSmoothing] = useState(0.6);
  const loss = useMemo(() => liveSeries(runs, 'loss', unit), [runs, unit]);
  const accuracy = useMemo(() => liveSeries(runs, 'accuracy', unit), [runs, unit]);
  const xEnd = xEndOf(
    runs.map(({ record }) => record),
    unit,
  );
  const controls = (chart: string) => (
    <>
      <XUnitSelect chart={chart} value={unit} onChange={setUnit} />
      <SmoothingSlider chart={chart} value={smoothing} onChange={setSmoothing} />
    </>
  );
  const common = { xUnit: unit, smoothing, xEnd };
  return (
    <PanelPair min={300}>
      <Panel>
        <LineChart
          {...common}
          title="Loss"
          unit="loss"
          series={loss}
          controls={controls('Loss')}
          empty="The loss of every step appears here once training begins; validation follows after each epoch."
        />
      </Panel>
      <Panel>
        <LineChart
          {...common}
          title="Accuracy"
          unit="share"
          series={accuracy}
          controls={controls('Accuracy')}
          empty="The accuracy of every step appears here once training begins."
        />
      </Panel>
    </PanelPair>
  );
}
