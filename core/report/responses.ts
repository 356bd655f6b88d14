/** How the blocks of each arm responded over the depth, at the end of training, as in figure 7 of the paper. */
import { chartPicture } from '../figures/chart';
import { type Diagnosed, depthCurves, measuredAt, measuredSteps, rangeOver } from '../figures/depth';
import { MEASURE_NAMES, MEASURES } from '../figures/measures';
import { t } from '../messages';
import type { ReportBlock, ReportFigure } from './document';
import { type ReportedStudy, recordsOf } from './study';

export function responseBlocks(study: ReportedStudy): ReportBlock[] {
  const measured = study.arms
    .flatMap(({ runs }) => runs)
    .flatMap(({ record, diagnostics }): Diagnosed[] =>
      diagnostics.length > 0 ? [{ run: record, diagnostics }] : [],
    );
  const step = measuredSteps(measured).at(-1);
  if (step === undefined) return [];
  const epochs = measured.flatMap(({ diagnostics }) => measuredAt(diagnostics, step)?.epoch ?? []);
  const figures = MEASURE_NAMES.map((measure): ReportFigure => {
    const { title, help, log } = MEASURES[measure];
    const id = `blocks-${measure.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    const options = { measure, step, meanOfSeeds: true, sorted: false, around: recordsOf(study) };
    return {
      ...{ id, title: t(title), caption: t(help) },
      svg: chartPicture({
        ...{ id, title: t(title), series: depthCurves(measured, options), unit: log ? 'log' : 'number' },
        ...{ shows: rangeOver(measured, measure), xUnit: 'block', xName: t('report.responses.block') },
      }),
    };
  });
  return [
    { kind: 'figures', figures },
    {
      kind: 'text',
      text: t('report.responses.when', {
        when: t('ui.measures.epochStep', { epoch: Math.max(...epochs), step }),
      }),
      tone: 'muted',
    },
  ];
}
