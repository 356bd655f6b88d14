/** keras.callbacks.LearningRateScheduler, by step. */
import { learningRateOf } from '../../../core/study/extension';
import type { Callback } from './callback';

export const schedule: Callback = {
  onBatchBegin(training) {
    const { settings, stepsPerEpoch, step, history } = training;
    training.learningRate = learningRateOf(settings, { step, stepsPerEpoch, history });
  },
};
