/** Loss and accuracy of every arm over the epochs, with the range of its seeds. */
import { type ChartOptions, chartPicture } from '../figures/chart';
import { metricCurves } from '../figures/run-curves';
import { RUN_METRICS } from '../figures/run-metrics';
import { NO_STEPS, withSteps, xEndOf } from '../figures/run-series';
import { countOf } from '../figures/types';
import { t } from '../messages';
import type { ReportBlock, ReportFigure } from './document';
import { type ReportedStudy, recordsOf } from './study';

/** As in the window. */
const LOSS_SMOOTHING = 0.6;

export function curveBlocks(study: ReportedStudy): ReportBlock[] {
  const runs = study.arms.flatMap((arm) => arm.runs);
  const records = runs.map(({ record }) => record).filter(({ epochs }) => epochs.length > 0);
  if (records.length === 0) return [];
  const steps = Object.fromEntries(
    runs.map(({ record, steps: loss }) => [record.id, withSteps(NO_STEPS, loss)]),
  );
  const options = { runs: records, around: recordsOf(study), unit: 'epoch', seeds: 'mean' } as const;
  const common = { xUnit: 'epoch', xName: t('report.curves.epoch'), xEnd: xEndOf(records, 'epoch') } as const;
  const figure = (
    id: string,
    title: string,
    chart: Pick<ChartOptions, 'series' | 'unit' | 'smoothing'>,
  ): ReportFigure => ({ id, title, svg: chartPicture({ ...common, ...chart, id, title }) });
  const accuracy = metricCurves({ ...options, smoothing: 0 }, RUN_METRICS.valAccuracy);
  const loss = metricCurves({ ...options, smoothing: LOSS_SMOOTHING }, RUN_METRICS.loss, steps);
  const figures = [
    figure('validation-accuracy', t('compare.charts.validationAccuracy'), {
      series: accuracy,
      unit: 'share',
    }),
    ...(loss.some(({ points }) => countOf(points) > 0)
      ? [
          figure('training-loss', t('compare.charts.trainingLoss'), {
            series: loss,
            unit: 'loss',
            smoothing: LOSS_SMOOTHING,
          }),
        ]
      : []),
  ];
  const banded = [...accuracy, ...loss].some(({ band }) => band);
  return [
    { kind: 'figures', figures },
    { kind: 'text', text: t('report.curves.how', { banded: banded ? 'yes' : 'no' }), tone: 'muted' },
  ];
}
