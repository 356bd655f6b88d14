/** Recipes: what they say of themselves, what they fill and what they leave alone. */
import { learningRateAt } from '../../../../core/study/learning-rate';
import { applyRecipe, recipeFor, recipes } from '../../../../core/study/recipes';
import { trainingSettingsSchema } from '../../../../core/study/settings';

const defaults = trainingSettingsSchema.parse({});
const named = (id: string) => {
  const recipe = recipeFor(id);
  if (!recipe) throw new Error(`no recipe ${id}`);
  return recipe;
};

test('each has an id of its own, and an unknown id has no recipe', () => {
  expect(new Set(recipes.map(({ id }) => id)).size).toBe(recipes.length);
  expect(recipeFor('paper')).toBeUndefined();
});

test.each(recipes)('$id has settings that the schema takes as they are', (recipe) => {
  const filled = applyRecipe(recipe, defaults);
  expect(trainingSettingsSchema.parse(filled)).toEqual(filled);
});

test('the settings one begins with are the study recipe', () => {
  expect(applyRecipe(named('study'), defaults)).toEqual(defaults);
  expect(defaults).toMatchObject({
    epochs: 5,
    batchSize: 256,
    optimizer: { type: 'sgd', learningRate: 0.01, momentum: 0, clipnorm: 1 },
    augmentation: { flip: false, padAndCrop: 0 },
  });
});

test('paper-cifar is section 4.2', () => {
  const { settings } = named('paper-cifar');
  expect(settings).toMatchObject({
    batchSize: 128,
    optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: false, l2: 1e-4, clipnorm: null },
    augmentation: { flip: true, padAndCrop: 4 },
    normalization: 'per-pixel-mean',
    precision: 'float32',
    labelSmoothing: 0,
  });
  const at = (step: number) =>
    learningRateAt(settings.schedule, 0.1, { step, stepsPerEpoch: 391, totalSteps: 64_124, history: [] });
  expect([0, 31_999, 32_000, 48_000].map((step) => at(step).toPrecision(6))).toEqual([
    '0.100000',
    '0.100000',
    '0.0100000',
    '0.00100000',
  ]);
});

// Steps per epoch: 391, 352, 1.
test.each([
  [50_000, 164],
  [45_000, 182],
  [100, 10_000],
])('64,000 updates on %d images are %d epochs, 10,000 at most', (images, epochs) => {
  const filled = applyRecipe(named('paper-cifar'), defaults, images);
  expect(filled.epochs).toBe(epochs);
});

test('ResNet-110 warms up at a tenth of the rate', () => {
  const { settings } = named('paper-cifar-110');
  const at = (step: number) =>
    learningRateAt(settings.schedule, 0.1, { step, stepsPerEpoch: 391, totalSteps: 64_124, history: [] });
  expect([at(0), at(399), at(400)].map((rate) => rate.toPrecision(3))).toEqual(['0.0100', '0.0100', '0.100']);
});

test('data set, limits and seed stay as they were', () => {
  const mine = trainingSettingsSchema.parse({
    dataset: 'shapes',
    trainLimit: 1000,
    seed: 7,
    histograms: true,
  });
  expect(applyRecipe(named('quick'), mine)).toMatchObject({
    dataset: 'shapes',
    trainLimit: 1000,
    seed: 7,
    histograms: true,
    epochs: 10,
  });
});

test('filled settings may be changed without changing the recipe', () => {
  const filled = applyRecipe(named('quick'), defaults);
  filled.optimizer.learningRate = 9;
  expect(named('quick').settings.optimizer.learningRate).not.toBe(9);
});
