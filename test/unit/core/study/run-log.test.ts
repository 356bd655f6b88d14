import { logLines, logPhases } from '../../../../core/study/run-log';

const LOG = `2026-11-30T19:00:00.000Z compiling the network
2026-11-30T19:00:01.500Z starting TensorFlow 2.21.0 (CPU)
2026-11-30 19:00:02.000000: I tensorflow/core/platform/cpu_feature_guard.cc:210] This binary is optimized
2026-11-30T19:00:03.000Z training: 2 epochs of 10 steps
2026-11-30T19:00:09.000Z epoch 1: loss 2.1000, accuracy 0.2000, val_loss 2.2000, val_accuracy 0.1800, 6.0s
2026-11-30T19:30:00.000Z compiling the network
2026-11-30T19:30:00.250Z training: 2 epochs of 10 steps
2026-11-30T19:30:00.300Z resumed after step 10 (1 complete epoch)
2026-11-30T19:30:04.000Z failed: The loss was NaN.
TrainingFailure: The loss was NaN.
    at divergence
2026-11-30T19:30:04.100Z retrying without images in device memory
`;

test('each line says what wrote it', () => {
  const lines = logLines(LOG);
  expect(lines.map(({ kind }) => kind)).toEqual(
    'phase phase output phase epoch phase phase phase problem output output phase'.split(' '),
  );
  expect(lines[0]).toEqual({
    at: Date.UTC(2026, 10, 30, 19),
    text: 'compiling the network',
    kind: 'phase',
  });
  expect(lines[2]).toMatchObject({ text: expect.stringContaining('cpu_feature_guard'), kind: 'output' });
  expect(logLines('')).toEqual([]);
});

test('the phases are those since it was last resumed, with the time that each took', () => {
  expect(logPhases(logLines(LOG))).toEqual([
    { text: 'compiling the network', isProblem: false, seconds: 0.25 },
    { text: 'training: 2 epochs of 10 steps', isProblem: false, seconds: 0.05 },
    { text: 'resumed after step 10 (1 complete epoch)', isProblem: false, seconds: 3.7 },
    { text: 'failed: The loss was NaN.', isProblem: true },
  ]);
  expect(logPhases([])).toEqual([]);
});
