import { recipeFor } from '../../../../core/study/recipes';
import {
  augmentationPhrases,
  describeOptimizer,
  describeTraining,
  trainingFacts,
} from '../../../../core/study/setting/facts';
import { trainingSettingsSchema } from '../../../../core/study/settings';

test.each([
  [{}, 'SGD 0.01, clipnorm 1'],
  [{ clipnorm: null }, 'SGD 0.01'],
  [
    { learningRate: 0.1, momentum: 0.9, nesterov: true, clipnorm: null, l2: 1e-4 },
    'SGD 0.1, momentum 0.9, Nesterov, L2 0.0001',
  ],
  [{ type: 'adam', beta1: 0.8, globalClipnorm: 2 }, 'Adam 0.001, beta 1 0.8, global clipnorm 2'],
  [
    { type: 'adamw', amsgrad: true, decaySparesNormsAndBiases: true, clipvalue: 0.5 },
    'AdamW 0.001, AMSGrad, clipvalue 0.5, decoupled weight decay 0.004, norms and biases spared',
  ],
  [{ type: 'adamw', weightDecay: 0, clipnorm: null }, 'AdamW 0.001, decoupled weight decay 0'],
  [{ type: 'rmsprop', centered: true, clipnorm: null }, 'RMSprop 0.001, centered'],
] as const)('%j: %s', (input, text) => {
  expect(describeOptimizer(trainingSettingsSchema.parse({ optimizer: input }))).toBe(text);
});

test('a training: the optimizer, the batch, and what else is not usual', () => {
  expect(describeTraining(trainingSettingsSchema.parse({}))).toBe('SGD 0.01, clipnorm 1; batch 256');
  const paper = trainingSettingsSchema.parse(recipeFor('paper-cifar')?.settings);
  expect(describeTraining(paper)).toBe(
    'SGD 0.1, momentum 0.9, L2 0.0001; batch 128; rate divided by 10 at steps 32,000 and 48,000; flip; crop 4 px; per-pixel mean normalization',
  );
  const other = {
    labelSmoothing: 0.1,
    precision: 'bfloat16',
    earlyStopping: {},
    seed: 7,
    histograms: true,
  } as const;
  expect(describeTraining(trainingSettingsSchema.parse(other))).toBe(
    'SGD 0.01, clipnorm 1; batch 256; label smoothing 0.1; precision bfloat16; stops after 5 epochs without better validation loss',
  );
});

test('a fact for every setting that bears on the numbers', () => {
  const settings = trainingSettingsSchema.parse({
    trainLimit: 2000,
    augmentation: { randomResizedCrop: {}, colorJitter: {}, cutout: 8, mixup: 0.2, cutmix: 1 },
  });
  const facts = new Map(trainingFacts(settings).map(({ path, value }) => [path, value]));
  expect(facts.get('trainLimit')).toBe('2,000');
  expect(augmentationPhrases(settings)).toEqual([
    'resized crop from 8%',
    'color jitter',
    'cutout 8 px',
    'mixup 0.2',
    'CutMix 1',
  ]);
  expect(facts.get('optimizer.clipnorm')).toBe('clipnorm 1');
  expect(facts.size).toBe(trainingFacts(settings).length);
});
