/** What the Keras script says for the order of the images. */
import { trainingSettingsSchema } from '../../../core/study/settings';
import { batchBlocks, dataLines } from '../../../main/exporting/script/training';

const textOf = (order: string): string => {
  const settings = trainingSettingsSchema.parse({ order });
  return [dataLines(settings), ...batchBlocks(settings, [32, 32, 3])].join('\n');
};

test('the order of the tutorial is that of its tf.data, with the seeds of the run', () => {
  const text = textOf('tutorial');
  expect(text).toContain(
    'data.batch(BATCH_SIZE).repeat().shuffle(200, seed=1, reshuffle_each_iteration=False)',
  );
  expect(text).toContain('STEPS = max(1, len(train_x) // BATCH_SIZE)');
  expect(text).toContain('val_x, val_y = val_x[: max(1, len(val_x) // BATCH_SIZE) * BATCH_SIZE]');
});

test('else each epoch shuffles all images and keeps the last, short batch', () => {
  const text = textOf('epoch');
  expect(text).toContain('data.shuffle(len(images), seed=SEED).batch(BATCH_SIZE)');
  expect(text).toContain('STEPS = math.ceil(len(train_x) / BATCH_SIZE)');
  expect(text).not.toContain('val_x[');
});
