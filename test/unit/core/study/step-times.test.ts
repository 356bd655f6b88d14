/** How long a run takes, from a few measured steps. */
import { trainingSettingsSchema } from '../../../../core/study/settings';
import { runSeconds } from '../../../../core/study/step-times';

const times = { start: 5, step: 0.1, evaluation: 0.03 };
const images = { train: 1000, validation: 130 };
const seconds = (given: object) => runSeconds(times, trainingSettingsSchema.parse(given), images);

test('steps and validation batches of all epochs, after the start', () => {
  expect(seconds({ batchSize: 64, epochs: 3 })).toBeCloseTo(5 + 3 * (16 * 0.1 + 3 * 0.03), 9);
});

test("the tutorial's order has whole batches alone", () => {
  expect(seconds({ batchSize: 64, epochs: 3, order: 'tutorial' })).toBeCloseTo(
    5 + 3 * (15 * 0.1 + 2 * 0.03),
    9,
  );
});

test('precise BatchNorm adds its batches, up to an epoch', () => {
  const more = (batches: number) => seconds({ batchSize: 64, epochs: 1, preciseBatchNorm: { batches } });
  expect(more(4) - seconds({ batchSize: 64, epochs: 1 })).toBeCloseTo(4 * 0.03, 9);
  expect(more(400)).toBeCloseTo(more(16), 9);
});
