/** Charts of made-up runs, for the scenario `charts`. */
import { ThemeProvider } from '@mui/material/styles';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { metricCurves } from '../../../core/figures/run-curves';
import { RUN_METRICS } from '../../../core/figures/run-metrics';
import type { Series } from '../../../core/figures/types';
import type { RunRecord, StepMetrics } from '../../../core/study/run';
import { LineChart } from '../../../renderer/charts/LineChart';
import { createChartLink } from '../../../renderer/charts/link';
import { appendSteps, EMPTY_STEPS, type StepSeries } from '../../../renderer/client/stepSeries';
import { theme } from '../../../renderer/ui/theme/theme';
import { run, settings } from '../../unit/renderer-views/fixtures';

export interface ChartsPage {
  /** Draws the training loss of as many runs, each with as many steps. */
  draw(runs: number, steps: number): Promise<void>;
  /** How many of the two charts there are. */
  shown(count: 1 | 2): void;
  /** Shows a part of x: shares of all. */
  show(from: number, to: number): void;
  /** Every run gets steps, and both charts are drawn. */
  train(steps: number): Promise<void>;
}

declare global {
  var charts: ChartsPage;
}

const PER_EPOCH = 500;
const link = createChartLink();

let state = 1;
/** Between -1 and 1, repeatable. */
function noise(): number {
  state = (1103515245 * state + 12345) % 2 ** 31;
  return state / 2 ** 30 - 1;
}

const stepOf = (step: number): StepMetrics => {
  const loss = 0.5 + 2 * Math.exp(-step / 20_000) + 0.1 * noise();
  return {
    ...{ type: 'step', step, epoch: Math.ceil(step / PER_EPOCH), loss, seconds: step / 20 },
    ...{ accuracy: 1 / (1 + loss), learningRate: 0.1 },
  };
};

interface Drawn {
  runs: readonly RunRecord[];
  steps: Readonly<Record<string, StepSeries>>;
  shown: 1 | 2;
}

let update: (drawn: Drawn) => void;
let drawn: Drawn = { runs: [], steps: {}, shown: 2 };

function Charts() {
  const [{ runs, steps, shown }, set] = useState(drawn);
  update = set;
  const options = { runs, around: runs, unit: 'epoch', smoothing: 0.6, seeds: 'each' } as const;
  const chart = (title: string, series: readonly Series[], unit: 'loss' | 'share') => (
    <div style={{ width: 560 }}>
      <LineChart
        {...{ title, series, unit, link, empty: '', xUnit: 'epoch', smoothing: 0.6 }}
        better={unit === 'loss' ? 'low' : 'high'}
      />
    </div>
  );
  return (
    <>
      {chart('Loss', metricCurves(options, RUN_METRICS.loss, steps), 'loss')}
      {shown === 2 && chart('Accuracy', metricCurves(options, RUN_METRICS.accuracy, steps), 'share')}
    </>
  );
}

const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

globalThis.charts = {
  async draw(count, steps) {
    const runs = Array.from({ length: count }, (_none, index) =>
      run(`run ${index}`, { settings: settings({ seed: index }), stepsPerEpoch: PER_EPOCH }),
    );
    const list = (): readonly StepMetrics[] =>
      Array.from({ length: steps }, (_none, index) => stepOf(index + 1));
    drawn = {
      ...drawn,
      runs,
      steps: Object.fromEntries(runs.map(({ id }) => [id, appendSteps(EMPTY_STEPS, list())])),
    };
    update(drawn);
    await frame();
  },
  shown(count) {
    drawn = { ...drawn, shown: count };
    update(drawn);
  },
  show(from, to) {
    const end = Math.max(...Object.values(drawn.steps).map(({ lastStep }) => lastStep)) / PER_EPOCH;
    link.setState({ view: [from * end, to * end] });
  },
  async train(count) {
    const grown = Object.entries(drawn.steps).map(([id, series]) => {
      const fresh = Array.from({ length: count }, (_none, index) => stepOf(series.lastStep + index + 1));
      return [id, appendSteps(series, fresh)] as const;
    });
    drawn = { ...drawn, steps: Object.fromEntries(grown) };
    update(drawn);
    await frame();
  },
};

createRoot(document.body.appendChild(document.createElement('div'))).render(
  <ThemeProvider theme={theme}>
    <Charts />
  </ThemeProvider>,
);
