/** The learning rates of exported scripts are those of the run, at every step. */
import { spawnSync } from 'node:child_process';
import { learningRateAt } from '../../../core/study/learning-rate';
import { type ScheduleInput, scheduleSchema } from '../../../core/study/schedule';
import { scheduleSource } from '../../../main/exporting/script/schedule';

const EPOCHS = 8;
const STEPS_PER_EPOCH = 5;
const TOTAL = EPOCHS * STEPS_PER_EPOCH;
const COLUMNS = { valAccuracy: 'val_accuracy', valLoss: 'val_loss', accuracy: 'accuracy', loss: 'loss' };

const LOSSES = [2, 1, 1, 1, 0.9, 0.95, 0.9, 0.9];
const history = LOSSES.map((loss, index) => ({
  epoch: index + 1,
  loss,
  valLoss: loss + 0.1,
  valAccuracy: 1 - loss / 3,
}));

const schedules: ScheduleInput[] = [
  { type: 'constant' },
  { type: 'steps', boundaries: [10, 20], warmup: 3, warmupFactor: 0.2 },
  { type: 'steps', boundaries: [7], factor: 0.5 },
  { type: 'exponential', every: 4 },
  { type: 'exponential', every: 4, staircase: true },
  { type: 'cosine' },
  { type: 'cosine', warmup: 6, floor: 0.1 },
  { type: 'cosine', warmup: 1, restarts: 3, periodFactor: 1.7 },
  { type: 'linear' },
  { type: 'linear', warmup: 9, floor: 0.3 },
  { type: 'linear', warmup: TOTAL + 5 },
  { type: 'one-cycle' },
  { type: 'one-cycle', rise: 0.01, start: 3, end: 10 },
  { type: 'plateau', patience: 1 },
  { type: 'plateau', metric: 'valAccuracy', patience: 2, factor: 0.5 },
  { type: 'plateau', metric: 'loss', patience: 2, minDelta: 0.2 },
];

test.each(schedules.map((schedule) => [schedule]))('%j', (input) => {
  const schedule = scheduleSchema.parse(input);
  const rows = history.map(({ loss, valLoss, valAccuracy }) => ({
    loss,
    val_loss: valLoss,
    val_accuracy: valAccuracy,
  }));
  const source = `import json, math
${scheduleSource(schedule, COLUMNS)}
rows = json.loads('${JSON.stringify(rows)}')
print(json.dumps([rate_at(step, ${TOTAL}, rows[: step // ${STEPS_PER_EPOCH}]) for step in range(${TOTAL})]))`;
  const { stdout, stderr } = spawnSync('python3', ['-c', source], { encoding: 'utf8' });
  expect(stderr).toBe('');
  const rates: number[] = JSON.parse(stdout);
  const ours = rates.map((_, step) =>
    learningRateAt(schedule, 1, { step, stepsPerEpoch: STEPS_PER_EPOCH, totalSteps: TOTAL, history }),
  );
  expect(rates).toEqual(ours.map((rate) => expect.closeTo(rate, 12)));
});
