/** Python that computes the learning rate, as core/study/learning-rate.ts. */
import type { CosineSchedule, Schedule } from '../../../core/study/schedule';
import type { MetricName } from '../../../core/study/settings';
import { literal } from './python';

/** `rate_at(step, total, history)`. @param columns names of the metrics in the script's history. */
export function scheduleSource(schedule: Schedule, columns: Readonly<Record<MetricName, string>>): string {
  return [
    'def rate_at(step, total, history):',
    '    """The learning rate of a step, as a share of the highest; history: a dict of metrics for each finished epoch."""',
    ...bodyOf(schedule, columns).map((line) => `    ${line}`),
  ].join('\n');
}

function bodyOf(schedule: Schedule, columns: Readonly<Record<MetricName, string>>): readonly string[] {
  switch (schedule.type) {
    case 'constant':
      return ['return 1'];
    case 'steps':
      return [
        `passed = sum(step >= boundary for boundary in ${literal(schedule.boundaries)})`,
        `return ${schedule.factor}**passed${schedule.warmup === 0 ? '' : ` * (${schedule.warmupFactor} if step < ${schedule.warmup} else 1)`}`,
      ];
    case 'exponential':
      return [`return ${schedule.factor} ** (step ${schedule.staircase ? '//' : '/'} ${schedule.every})`];
    case 'linear':
      return [
        ...warmup(schedule.warmup),
        `return ${aboveFloor(schedule.floor, '(1 - min(1, step / total if total > 0 else 1))')}`,
      ];
    case 'cosine':
      return [
        ...warmup(schedule.warmup),
        'if step >= total:',
        `    return ${schedule.floor}`,
        ...(schedule.restarts === 0 ? ['done = step / total'] : periods(schedule)),
        `return ${aboveFloor(schedule.floor, '(1 + math.cos(math.pi * done)) / 2')}`,
      ];
    case 'one-cycle':
      return [
        `low, lowest, peak = 1 / ${schedule.start}, 1 / ${schedule.start} / ${schedule.end}, ${schedule.rise} * total - 1`,
        'between = lambda a, b, done: b + (a - b) / 2 * (1 + math.cos(math.pi * done))',
        'if step < peak:',
        '    return between(low, 1, step / peak)',
        'begin = max(peak, 0)',
        'return between(1, lowest, min(1, (step - begin) / (total - 1 - begin))) if begin < total - 1 else lowest',
      ];
    case 'plateau': {
      const { metric, minDelta, patience, factor } = schedule;
      return [
        'best, waited, times = math.inf, 0, 0',
        'for epoch in history:',
        `    value = ${metric === 'valAccuracy' ? '-' : ''}epoch["${columns[metric]}"]`,
        `    if value < best - ${minDelta}:`,
        '        best, waited = value, 0',
        '        continue',
        '    waited += 1',
        `    if waited >= ${patience}:`,
        '        times, waited = times + 1, 0',
        `return ${factor}**times`,
      ];
    }
  }
}

const aboveFloor = (floor: number, share: string): string =>
  floor === 0 ? share : `${floor} + (1 - ${floor}) * ${share}`;

/** The share of its restart that is done; each restart is `periodFactor` times as long as the one before. */
const periods = ({ restarts, periodFactor }: CosineSchedule): string[] => [
  `lengths = [${periodFactor}**period for period in range(${restarts + 1})]`,
  'ends = [math.floor(total * sum(lengths[: n + 1]) / sum(lengths) + 0.5) for n in range(len(lengths))]',
  'period = next(n for n, end in enumerate(ends) if step < end)',
  'begin = ends[period - 1] if period else 0',
  'done = (step - begin) / (ends[period] - begin)',
];

const warmup = (steps: number): string[] =>
  steps === 0
    ? []
    : [
        `if step < ${steps}:`,
        `    return step / ${steps}`,
        `step, total = step - ${steps}, total - ${steps}`,
      ];
