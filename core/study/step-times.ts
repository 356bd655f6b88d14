/** How long a training takes, from a few measured steps. */
import { z } from 'zod';
import { evaluatedImages, stepsPerEpoch } from './order';
import type { TrainingSettings } from './settings';

/** Seconds. */
export const stepTimesSchema = z.object({
  /** Until the first step: compiling, initializing, the first batch. */
  start: z.number(),
  step: z.number(),
  /** A batch of the validation. */
  evaluation: z.number(),
});
export type StepTimes = z.infer<typeof stepTimesSchema>;

/** An image without gradients, compared with one of a training step. */
const FORWARD = 1 / 3;

/** What an epoch computes, in images of a training step. @param images of an epoch, and of a validation */
export function epochWork(settings: TrainingSettings, images: { train: number; validation: number }): number {
  const { batchSize, preciseBatchNorm } = settings;
  const trained = Math.min(images.train, stepsPerEpoch(images.train, settings) * batchSize);
  const statistics = Math.min(trained, (preciseBatchNorm?.batches ?? 0) * batchSize);
  return trained + FORWARD * (evaluatedImages(images.validation, settings) + statistics);
}

/** Seconds of a run. @param images of an epoch, and of a validation */
export function runSeconds(
  { start, step, evaluation }: StepTimes,
  settings: TrainingSettings,
  images: { train: number; validation: number },
): number {
  const { epochs, batchSize, preciseBatchNorm } = settings;
  const steps = stepsPerEpoch(images.train, settings);
  const validation = Math.ceil(evaluatedImages(images.validation, settings) / batchSize);
  // Without gradients, as in a validation.
  const statistics = Math.min(preciseBatchNorm?.batches ?? 0, steps);
  return start + epochs * (steps * step + (validation + statistics) * evaluation);
}
