/** Sets the learning rate of each update (keras.callbacks.LearningRateScheduler, by step). */
import { learningRateAt } from '../../../core/study/learning-rate';
import type { Callback } from './callback';

export const schedule: Callback = {
  onBatchBegin(training) {
    const { settings, stepsPerEpoch, step, history } = training;
    training.learningRate = learningRateAt(settings.schedule, settings.optimizer.learningRate, {
      step,
      stepsPerEpoch,
      totalSteps: settings.epochs * stepsPerEpoch,
      history,
    });
  },
};
