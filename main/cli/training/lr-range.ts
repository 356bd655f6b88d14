/** `skipwire lr-range`: the learning-rate range test, its curve and the rate it suggests. */

import { Command } from 'commander';
import { rangeTestRequestSchema } from '../../../core/contract/training';
import { formatSeconds } from '../../../core/format/duration';
import { formatDecimals, formatRate } from '../../../core/format/number';
import { t, textOf } from '../../../core/messages';
import { seedSchema } from '../../../core/study/seed';
import { addSettingsOptions, defaultSeed, settingsOf, type TrainingFlags } from '../options/training';
import { number } from '../options/values';
import { print, printJson, say } from '../output/output';

interface RangeFlags extends TrainingFlags {
  min: number;
  max: number;
  steps: number;
  seed: number;
  json?: boolean;
}

const fields = rangeTestRequestSchema.shape;
const rate = fields.minimum.unwrap();

export function lrRangeCommand(): Command {
  const command = new Command('lr-range')
    .description(t('cli.lrRange.description'))
    .argument('<network>', t('cli.arguments.network'));
  return addSettingsOptions(command)
    .option('--min <rate>', t('cli.lrRange.min'), number(rate), fields.minimum.parse(undefined))
    .option('--max <rate>', t('cli.lrRange.max'), number(rate), fields.maximum.parse(undefined))
    .option(
      '--steps <n>',
      t('cli.lrRange.steps'),
      number(fields.steps.unwrap()),
      fields.steps.parse(undefined),
    )
    .option('--seed <n>', t('cli.lrRange.seed'), number(seedSchema), defaultSeed)
    .option('--json', t('cli.lrRange.json'))
    .action(lrRange);
}

const CHART = { width: 64, height: 12 };

async function lrRange(network: string, flags: RangeFlags): Promise<void> {
  const { ProgressBar } = await import('../output/progress-bar');
  const { curveChart } = await import('../output/curve-chart');
  const { rangeTestFromTerminal } = await import('./lr-range-run');
  const bar = process.stderr.isTTY ? new ProgressBar(process.stderr) : undefined;
  let phase = '';
  const began = performance.now();
  const settings = settingsOf(flags, flags.seed);
  const { min: minimum, max: maximum, steps } = flags;
  const { points, done } = await rangeTestFromTerminal(
    network,
    flags,
    { settings, minimum, maximum, steps },
    {
      phase: (progress) => {
        const next = textOf(progress.phase);
        if (bar) bar.show(progress.fraction, next);
        else if (next !== phase) say(next);
        phase = next;
      },
      step: ({ step, learningRate, loss }) =>
        bar?.show(
          step / steps,
          t('cli.lrRange.step', {
            step,
            steps,
            rate: formatRate(learningRate),
            loss: formatDecimals(loss, 4),
          }),
        ),
      end: () => bar?.clear(),
    },
  );
  const { suggestion, reason } = done;
  if (flags.json) return printJson({ points, ...(suggestion === undefined ? {} : { suggestion }), reason });
  if (points.length > 1) {
    const curve = points.map(({ learningRate: x, smoothed: y }) => ({ x, y }));
    print(curveChart(curve, { ...CHART, ...(suggestion === undefined ? {} : { mark: suggestion }) }));
  }
  say(
    t(reason === 'diverged' ? 'cli.lrRange.diverged' : 'cli.lrRange.steady', {
      steps: points.length,
      time: formatSeconds((performance.now() - began) / 1000),
      rate: formatRate(points.at(-1)?.learningRate ?? minimum),
    }),
  );
  print(
    suggestion === undefined
      ? t('cli.lrRange.nothing')
      : t('cli.lrRange.suggestion', { rate: formatRate(suggestion) }),
  );
}
