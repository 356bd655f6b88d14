/** Runs for the ablation table. */
import { type RunRecord, runRecordSchema } from '../../../../core/study/run';

export interface Draft {
  id?: string;
  variant?: 'residual' | 'plain';
  twinKey?: string;
  graphKey?: string;
  depth?: number;
  arm?: string;
  accuracy?: number;
  epochs?: number;
  /** Epochs that were asked for, where it has trained fewer. */
  planned?: number;
  seconds?: number;
  params?: number;
  state?: RunRecord['state'];
  split?: string;
  settings?: Record<string, unknown>;
  test?: number;
  record?: Partial<RunRecord>;
  createdAt?: string;
}

let counter = 0;

/** A finished run; accuracy is that of the last epoch, one point more than in each epoch before. */
export function run(draft: Draft = {}): RunRecord {
  const {
    variant = 'residual',
    twinKey = 'k50',
    depth = 50,
    accuracy = 0.7,
    epochs = 2,
    seconds = 10,
  } = draft;
  counter++;
  return runRecordSchema.parse({
    format: 'skipwire.run',
    version: 1,
    id: draft.id ?? `run${counter}`,
    studyId: 's',
    studyName: 'study',
    arm: draft.arm ?? `${variant}${depth}`,
    state: draft.state ?? 'finished',
    createdAt: draft.createdAt ?? new Date(1_700_000_000_000 + counter * 1000).toISOString(),
    settings: { epochs: draft.planned ?? epochs, ...draft.settings },
    network: {
      variant,
      twinKey,
      graphKey: draft.graphKey,
      depth,
      params: draft.params ?? (variant === 'residual' ? 23_608_202 : 20_820_106),
      macs: 1,
    },
    split: {
      trainCount: 50_000,
      valCount: 10_000,
      description:
        draft.split ??
        'trained on the 50,000 official training images, validated on the 10,000 official test images',
    },
    color: 0,
    ...(draft.test === undefined
      ? {}
      : {
          test: {
            loss: 1,
            accuracy: draft.test,
            count: 100,
            epoch: 1,
            ofEpochs: epochs,
            at: '2026-01-01T00:00:00.000Z',
          },
        }),
    ...draft.record,
    epochs: Array.from({ length: epochs }, (_, index) => ({
      type: 'epoch',
      epoch: index + 1,
      loss: 1,
      accuracy: 0.5,
      valLoss: 1,
      valAccuracy: accuracy - 0.01 * (epochs - 1 - index),
      seconds: seconds + index,
      imagesPerSecond: 100,
    })),
  });
}
