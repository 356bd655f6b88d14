/** Runs a range test from the terminal and prints its curve. */
import type { RangeTestEvent } from '../../../core/contract/training';
import { formatSeconds } from '../../../core/format/duration';
import { formatDecimals, formatRate } from '../../../core/format/number';
import { t } from '../../../core/messages';
import { refuse } from '../../basics/refusal';
import { version } from '../../hosts/app-info';
import { createServices } from '../../services';
import { interruptible } from '../interrupt';
import { settingsOf, type TrainingFlags } from '../options/training';
import { curveChart } from '../output/curve-chart';
import { print, printJson, say } from '../output/output';
import { Phases } from '../output/phases';
import { networksAndImages } from './network-and-images';

export interface RangeFlags extends TrainingFlags {
  min: number;
  max: number;
  steps: number;
  seed: number;
  json?: boolean;
}

type Event<Type> = Extract<RangeTestEvent, { type: Type }>;
type Result = Omit<Event<'done'>, 'type'> & { points: Point[] };
type Point = Omit<Event<'point'>, 'type'>;

const CHART = { width: 64, height: 12 };

/** @throws Refusal when the network, the data or the settings cannot be used, or after Ctrl+C. */
export async function lrRange(network: string, flags: RangeFlags): Promise<void> {
  const began = performance.now();
  const phases = new Phases();
  try {
    const result = await interruptible((signal) => rangeTest(network, flags, phases, signal));
    phases.clear();
    if (flags.json) printJson(result);
    else printResult(result, flags.min, (performance.now() - began) / 1000);
  } finally {
    phases.clear();
  }
}

async function rangeTest(
  network: string,
  flags: RangeFlags,
  phases: Phases,
  signal: AbortSignal,
): Promise<Result> {
  const settings = settingsOf(flags, flags.seed);
  const { min: minimum, max: maximum, steps } = flags;
  const services = await createServices({ host: 'cli', version });
  try {
    const { graphs } = await networksAndImages(
      services.datasets,
      [network],
      flags,
      settings.selection.classes?.length,
      { signal, onProgress: (progress) => phases.show(progress) },
    );
    const points: Point[] = [];
    const request = { graph: graphs[0]!, settings, minimum, maximum, steps };
    for await (const event of services.rangeTest.run(request, signal)) {
      if (event.type === 'progress') phases.show(event.progress);
      if (event.type === 'done') return { points, suggestion: event.suggestion, reason: event.reason };
      if (event.type !== 'point') continue;
      const { type: _, ...point } = event;
      points.push(point);
      phases.bar?.show(point.step / steps, stepLine(point, steps));
    }
    refuse(signal.aborted ? 'cli.lrRange.interrupted' : 'cli.lrRange.noResult');
  } finally {
    await services.close();
  }
}

const stepLine = ({ step, learningRate, loss }: Point, steps: number): string =>
  t('cli.lrRange.step', { step, steps, rate: formatRate(learningRate), loss: formatDecimals(loss, 4) });

function printResult({ points, suggestion, reason }: Result, minimum: number, seconds: number): void {
  if (points.length > 1) {
    const curve = points.map(({ learningRate: x, smoothed: y }) => ({ x, y }));
    print(curveChart(curve, { ...CHART, mark: suggestion }));
  }
  say(
    t(reason === 'diverged' ? 'cli.lrRange.diverged' : 'cli.lrRange.steady', {
      steps: points.length,
      time: formatSeconds(seconds),
      rate: formatRate(points.at(-1)?.learningRate ?? minimum),
    }),
  );
  print(
    suggestion === undefined
      ? t('cli.lrRange.nothing')
      : t('cli.lrRange.suggestion', { rate: formatRate(suggestion) }),
  );
}
