/** Records as the host sends them, with only what a test is about spelled out. */
import type { DatasetInfo } from '../../../core/contract/datasets';
import type { EpochMetrics, RunRecord, StepMetrics } from '../../../core/study/run';
import { type TrainingSettings, trainingSettingsSchema } from '../../../core/study/settings';

export const settings = (change: Partial<TrainingSettings> = {}): TrainingSettings => ({
  ...trainingSettingsSchema.parse({}),
  ...change,
});

export const epoch = (number: number, change: Partial<EpochMetrics> = {}): EpochMetrics => ({
  type: 'epoch',
  epoch: number,
  loss: 2 / number,
  accuracy: 0.2 * number,
  valLoss: 2.1 / number,
  valAccuracy: 0.18 * number,
  seconds: 40,
  imagesPerSecond: 1250,
  ...change,
});

export const step = (number: number, perEpoch: number, change: Partial<StepMetrics> = {}): StepMetrics => ({
  type: 'step',
  step: number,
  epoch: Math.ceil(number / perEpoch),
  loss: 2.3 - 0.001 * number,
  accuracy: 0.1,
  seconds: 0.2 * number,
  ...change,
});

export const run = (id: string, change: Partial<RunRecord> = {}): RunRecord => ({
  format: 'skipwire.run',
  version: 1,
  id,
  studyId: 'study-1',
  studyName: 'ResNet-50 against Plain-50',
  arm: 'ResNet-50',
  state: 'running',
  createdAt: '2026-11-23T20:00:00.000Z',
  settings: settings(),
  network: { variant: 'residual', twinKey: 'twin', depth: 50, params: 23_608_202, macs: 80_000_000 },
  color: 0,
  epochs: [],
  checkpointEpoch: 0,
  checkpoints: [],
  earlierTests: [],
  changes: [],
  ...change,
});

export const cifar10: DatasetInfo = {
  id: 'cifar10',
  name: 'CIFAR-10',
  description: 'Small color photographs.',
  kind: 'catalogue',
  state: 'ready',
  classes: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
  imageShape: [32, 32, 3],
  sizes: 'equal',
  trainCount: 50_000,
  valCount: 10_000,
  valRole: 'test',
  testCount: 0,
  trainPerClass: Array(10).fill(5000),
  valPerClass: Array(10).fill(1000),
  testPerClass: [],
  dropped: 0,
  odd: 0,
  splitDescription:
    'trained on the 50,000 official training images, validated on the 10,000 official test images',
  bytes: 184_560_000,
  sources: ['download', 'import'],
};
