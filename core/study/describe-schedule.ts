/** Schedules in words. */
import { formatCount, formatShare } from '../format/number';
import { join, t } from '../messages';
import type { Extension } from './extension';
import type { RunChange } from './run';
import type { Schedule } from './schedule';

/** `divided by 10 at steps 32,000 and 48,000` */
export function describeSchedule(schedule: Schedule): string {
  switch (schedule.type) {
    case 'constant':
      return t('study.schedule.constant');
    case 'steps': {
      const { boundaries, factor, warmup, warmupFactor } = schedule;
      const steps = join([...boundaries].sort((a, b) => a - b).map(formatCount));
      const rest = t('study.schedule.steps', { decrease: decrease(factor), count: boundaries.length, steps });
      if (warmup === 0) return rest;
      return t('study.schedule.stepsAfterWarmup', { warmup: decrease(warmupFactor), steps: warmup, rest });
    }
    case 'exponential':
      return t('study.schedule.exponential', {
        decrease: decrease(schedule.factor),
        steps: schedule.every,
        staircase: schedule.staircase ? 'yes' : 'no',
      });
    case 'cosine': {
      const { restarts, periodFactor } = schedule;
      const floor = share(schedule.floor);
      if (restarts === 0) return warmUp(schedule.warmup, t('study.schedule.cosine', { floor }));
      return warmUp(
        schedule.warmup,
        periodFactor === 1
          ? t('study.schedule.cosineRestarts', { floor, restarts })
          : t('study.schedule.cosinePeriods', { floor, restarts, factor: String(periodFactor) }),
      );
    }
    case 'one-cycle':
      return t('study.schedule.oneCycle', { rise: formatShare(schedule.rise) });
    case 'linear':
      return warmUp(schedule.warmup, t('study.schedule.linear', { floor: share(schedule.floor) }));
    case 'plateau': {
      const { factor, metric, patience } = schedule;
      return t('study.schedule.plateau', {
        decrease: decrease(factor),
        metric: t(`settings.metrics.${metric}`),
        patience,
      });
    }
  }
}

/** `over 10 epochs, then its last rate is held` */
export function describeExtension({ step, planned, after, rate }: Extension): string {
  switch (rate.type) {
    case 'keep':
      return t('study.extension.keep', { planned });
    case 'stretch':
      return t('study.extension.stretch', { step, planned });
    case 'new':
      return t('study.extension.new', {
        epoch: after + 1,
        rate: String(rate.learningRate),
        schedule: describeSchedule(rate.schedule),
      });
  }
}

/** `, with a stretched schedule, the rate going from 0.001 to 0.01` */
export function describeExtendedRate(
  { rate, learningRates }: Extract<RunChange, { type: 'extended' }>,
  written: (rate: number) => string,
): string {
  // Old runs.
  if (!rate) return '';
  const how =
    rate.type === 'new'
      ? t('study.extension.addedRate', {
          rate: written(rate.learningRate),
          schedule: describeSchedule(rate.schedule),
        })
      : rate.type === 'stretch'
        ? t('study.extension.stretched')
        : '';
  if (!learningRates) return how;
  const [before, after] = [learningRates.before, learningRates.after].map(written) as [string, string];
  return before === after
    ? t('study.extension.rateStays', { how, after })
    : t('study.extension.rateChanges', { how, before, after });
}

/** `divided by 10`, `multiplied by 0.96` */
function decrease(factor: number): string {
  const divisor = Math.round(1 / factor);
  const whole = divisor > 1 && Math.abs(1 / factor - divisor) < 1e-9;
  return t('study.schedule.decrease', { whole: whole ? 'yes' : 'no', divisor, factor: String(factor) });
}

const share = (floor: number): string =>
  floor === 0 ? '0' : t('study.schedule.floor', { share: formatShare(floor) });
const warmUp = (steps: number, rest: string): string =>
  steps === 0 ? rest : t('study.schedule.warmup', { steps, rest });
