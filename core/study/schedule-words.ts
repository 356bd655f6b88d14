/** A schedule in words, for captions, logs and the form's summary. */
import { formatCount, formatShare } from '../format/number';
import { plural } from '../format/plural';
import type { Extension } from './extension';
import type { RunChange } from './run';
import type { Schedule } from './schedule';

const count = formatCount;

const metricNames = {
  valAccuracy: 'validation accuracy',
  valLoss: 'validation loss',
  loss: 'training loss',
} as const;

/** `divided by 10 at steps 32,000 and 48,000`: what becomes of the learning rate, to stand after it. */
export function describeSchedule(schedule: Schedule): string {
  switch (schedule.type) {
    case 'constant':
      return 'constant';
    case 'steps': {
      const { boundaries, factor, warmup, warmupFactor } = schedule;
      const at = [...boundaries].sort((a, b) => a - b).map(count);
      const last = at.pop();
      const where = at.length === 0 ? `step ${last}` : `steps ${at.join(', ')} and ${last}`;
      const first = warmup === 0 ? '' : `${decrease(warmupFactor)} for the first ${plural(warmup, 'step')}, `;
      return `${first}${decrease(factor)} at ${where}`;
    }
    case 'exponential': {
      const stairs = schedule.staircase ? ', in stairs' : '';
      return `${decrease(schedule.factor)} over every ${plural(schedule.every, 'step')}${stairs}`;
    }
    case 'cosine': {
      const { restarts, periodFactor } = schedule;
      const longer =
        periodFactor === 1 ? '' : `, each period ${count(periodFactor)} times as long as the one before`;
      const again = restarts === 0 ? '' : ` with ${plural(restarts, 'restart')}${longer}`;
      return `${warmUp(schedule.warmup)}cosine to ${share(schedule.floor)}${again}`;
    }
    case 'one-cycle':
      return `one cycle, up over the first ${formatShare(schedule.rise)} of the steps`;
    case 'linear':
      return `${warmUp(schedule.warmup)}linear to ${share(schedule.floor)}`;
    case 'plateau': {
      const { factor, metric, patience } = schedule;
      return `${decrease(factor)} when the ${metricNames[metric]} has not improved for ${plural(patience, 'epoch')}`;
    }
  }
}

/** What an extension made of the rate: `over 10 epochs, its last rate held from there on`. */
export function describeExtension({ step, planned, after, rate }: Extension): string {
  switch (rate.type) {
    case 'keep':
      return `over ${plural(planned, 'epoch')}, its last rate held from there on`;
    case 'stretch':
      return `stretched at step ${count(step)}, where it was to span ${plural(planned, 'epoch')}`;
    case 'new': {
      const { learningRate, schedule } = rate;
      return `from epoch ${count(after + 1)} on ${learningRate}, ${describeSchedule(schedule)}`;
    }
  }
}

/** `, its schedule stretched, the rate going from 0.001 to 0.01`: what an extension did to it, to stand after its epochs. */
export function describeExtendedRate(
  { rate, learningRates }: Extract<RunChange, { type: 'extended' }>,
  written: (rate: number) => string,
): string {
  // Of before there was a choice.
  if (!rate) return '';
  const how =
    rate.type === 'new'
      ? `, these at a rate of ${written(rate.learningRate)}, ${describeSchedule(rate.schedule)}`
      : rate.type === 'stretch'
        ? ', its schedule stretched'
        : '';
  if (!learningRates) return how;
  const [before, after] = [learningRates.before, learningRates.after].map(written);
  return `${how}, the rate ${before === after ? `staying ${after}` : `going from ${before} to ${after}`}`;
}

/** `divided by 10`; `times 0.96` where the divisor is no whole number. */
function decrease(factor: number): string {
  const divisor = 1 / factor;
  const whole = Math.round(divisor);
  return whole > 1 && Math.abs(divisor - whole) < 1e-9 ? `divided by ${count(whole)}` : `times ${factor}`;
}

const share = (floor: number): string => (floor === 0 ? '0' : `${formatShare(floor)} of the rate`);
const warmUp = (steps: number): string => (steps === 0 ? '' : `${plural(steps, 'step')} of warm-up, then `);
