/** Run folders of many finished runs, for what depends on their number: two arms, some learning rates and five seeds in each study. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPreset } from '../../core/presets';
import { type EpochMetrics, runRecordSchema, type StepMetrics } from '../../core/study/run';
import { trainingSettingsSchema } from '../../core/study/settings';
import { runFolder } from '../../main/runs/folder';
import { randomNumbers } from './inputs';

const PER_STUDY = 20;
const RATES = [0.1, 0.01];
const SEEDS = 5;
const MINUTE = 60_000;

interface Size {
  runs: number;
  epochs: number;
  /** Steps of each run, spread over its epochs. */
  steps: number;
}

/** @param root `runs` of a data folder */
export function writeManyRuns(root: string, { runs, epochs, steps }: Size): void {
  const random = randomNumbers(7);
  const graphs = { residual: buildPreset('resnet20'), plain: buildPreset('plain20') };
  for (let index = 0; index < runs; index++) {
    const study = Math.floor(index / PER_STUDY);
    const at = index % PER_STUDY;
    const variant = at % 2 === 0 ? 'residual' : 'plain';
    const seed = 1 + (Math.floor(at / 2) % SEEDS);
    const rate = RATES[Math.floor(at / (2 * SEEDS)) % RATES.length] as number;
    const created = new Date(Date.UTC(2026, 0, 1) + index * MINUTE).toISOString();
    const ceiling = (variant === 'residual' ? 0.91 : 0.88) + 0.01 * random() - (rate < 0.05 ? 0.03 : 0);
    const done = Array.from({ length: epochs }, (_, epoch): EpochMetrics => {
      const progress = 1 - Math.exp((-5 * (epoch + 1)) / epochs);
      const accuracy = ceiling * progress;
      return {
        type: 'epoch',
        epoch: epoch + 1,
        loss: 2.3 * (1 - 0.95 * progress),
        accuracy: Math.min(1, accuracy * 1.05),
        valLoss: 2.3 * (1 - 0.9 * progress) + 0.01 * random(),
        valAccuracy: accuracy + 0.01 * random(),
        learningRate: rate,
        seconds: 12 + random(),
        imagesPerSecond: 3800,
      };
    });
    const id = `2026010${1 + (study % 9)}-${String(100_000 + index)}-${variant}-20-s${seed}-${String(index).padStart(4, '0')}`;
    const record = runRecordSchema.parse({
      format: 'skipwire.run',
      version: 1,
      id,
      studyId: `study-${String(study).padStart(3, '0')}`,
      studyName: `Sweep ${study + 1}`,
      arm: variant === 'residual' ? 'ResNet-20' : 'Plain-20',
      varied: [{ path: 'optimizer.learningRate', value: rate }],
      state: index % 97 === 96 ? 'failed' : 'finished',
      createdAt: created,
      startedAt: created,
      endedAt: created,
      settings: trainingSettingsSchema.parse({
        seed,
        epochs,
        optimizer: { type: 'sgd', learningRate: rate },
      }),
      network: {
        variant,
        twinKey: 'twin',
        depth: 20,
        params: 274_000 - (variant === 'plain' ? 1_000 : 0),
        macs: 41_000_000,
      },
      stepsPerEpoch: Math.ceil(steps / epochs),
      color: at % 10,
      epochs: done,
    });
    const folder = runFolder(join(root, id));
    mkdirSync(folder.path, { recursive: true });
    writeFileSync(folder.record, JSON.stringify(record));
    writeFileSync(folder.graph, JSON.stringify(graphs[variant]));
    writeFileSync(folder.metrics, lines(done, steps, random));
  }
}

function lines(epochs: readonly EpochMetrics[], steps: number, random: () => number): string {
  const perEpoch = Math.ceil(steps / epochs.length);
  return epochs
    .flatMap((epoch): (StepMetrics | EpochMetrics)[] => [
      ...Array.from(
        { length: perEpoch },
        (_, at): StepMetrics => ({
          type: 'step',
          step: (epoch.epoch - 1) * perEpoch + at + 1,
          epoch: epoch.epoch,
          loss: epoch.loss * (0.9 + 0.2 * random()),
          accuracy: epoch.accuracy,
          seconds: epoch.epoch * epoch.seconds,
        }),
      ),
      epoch,
    ])
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}
