/** Recipes: named sets of settings that fill the Train view and the command line. */

import { t } from '../messages';
import { canonical } from './canonical';
import { type TrainingSettings, trainingSettingsSchema } from './settings';

/** What a recipe leaves as it is; it decides everything else. */
const LEFT = [
  'dataset',
  'trainLimit',
  'valLimit',
  'selection',
  'preprocessing',
  'extensions',
  'checkpoints',
  'earlyStopping',
  'diagnosticsEvery',
  'histograms',
  'seed',
] as const satisfies readonly (keyof TrainingSettings)[];
type Left = (typeof LEFT)[number];
export type RecipeSettings = Omit<TrainingSettings, Left>;

const left: ReadonlySet<string> = new Set(LEFT);
const decided = (Object.keys(trainingSettingsSchema.shape) as (keyof TrainingSettings)[]).filter(
  (key): key is Exclude<keyof TrainingSettings, Left> => !left.has(key),
);

const RECIPES = ['study', 'paper-cifar', 'paper-cifar-110', 'quick', 'first-study'] as const;

/** Its name, what it is for and where its numbers come from are in the catalogue: `recipeTexts`. */
export interface Recipe {
  id: (typeof RECIPES)[number];
  settings: RecipeSettings;
  /** For recipes that count updates: `settings.epochs` holds for 50,000 images, see `applyRecipe`. */
  iterations?: number;
}

/** The schema's defaults, with what is given in their stead. */
function settings(given: Parameters<typeof trainingSettingsSchema.parse>[0]): RecipeSettings {
  return pick(trainingSettingsSchema.parse(given));
}

const pick = (all: TrainingSettings): RecipeSettings =>
  Object.fromEntries(decided.map((key) => [key, all[key]])) as unknown as RecipeSettings;

const study: Recipe = {
  id: 'study',
  settings: settings({
    epochs: 5,
    batchSize: 256,
    optimizer: { type: 'sgd', learningRate: 0.01, clipnorm: 1 },
  }),
};

const PAPER_ITERATIONS = 64_000;

/** He et al., section 4.2: "weight decay of 0.0001 and momentum of 0.9", as a penalty on all weights. */
const paperSettings = (warmup: number): RecipeSettings =>
  settings({
    epochs: Math.ceil(PAPER_ITERATIONS / Math.ceil(50_000 / 128)),
    batchSize: 128,
    optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0.9, l2: 1e-4, clipnorm: null },
    schedule: { type: 'steps', boundaries: [32_000, 48_000], factor: 0.1, warmup, warmupFactor: 0.1 },
    augmentation: { flip: true, padAndCrop: 4 },
    normalization: 'per-pixel-mean',
  });

const paperCifar: Recipe = {
  id: 'paper-cifar',
  settings: paperSettings(0),
  iterations: PAPER_ITERATIONS,
};

const paperCifar110: Recipe = {
  id: 'paper-cifar-110',
  settings: paperSettings(400),
  iterations: PAPER_ITERATIONS,
};

const quick: Recipe = {
  id: 'quick',
  settings: settings({
    epochs: 10,
    batchSize: 128,
    optimizer: {
      type: 'sgd',
      learningRate: 0.1,
      momentum: 0.9,
      nesterov: true,
      l2: 5e-4,
      decaySparesNormsAndBiases: true,
      clipnorm: null,
    },
    schedule: { type: 'one-cycle', rise: 0.3 },
    augmentation: { flip: true, padAndCrop: 4 },
    normalization: 'per-channel',
    precision: 'auto',
    // Most small data sets are done before the moving averages have settled; 6,400 images are enough.
    preciseBatchNorm: { batches: 50 },
  }),
};

const firstStudy: Recipe = {
  id: 'first-study',
  settings: settings({
    epochs: 4,
    batchSize: 64,
    optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0.9, l2: 1e-4, clipnorm: null },
    schedule: { type: 'one-cycle', rise: 0.3 },
    normalization: 'per-channel',
    // Some 250 updates are too few for a moving average.
    preciseBatchNorm: { batches: 10 },
  }),
};

export const recipes: readonly Recipe[] = [study, paperCifar, paperCifar110, quick, firstStudy];

/** In the current language. */
export const recipeTexts = ({
  id,
}: Pick<Recipe, 'id'>): { name: string; description: string; source: string } => ({
  name: t(`study.recipes.${id}.name`),
  description: t(`study.recipes.${id}.description`),
  source: t(`study.recipes.${id}.source`),
});

export const recipeFor = (id: string): Recipe | undefined => recipes.find((recipe) => recipe.id === id);

/**
 * `current` with what the recipe decides.
 * @param trainImages how many images a run trains on; without it the recipe's own number of epochs holds.
 */
export function applyRecipe(
  recipe: Recipe,
  current: TrainingSettings,
  trainImages?: number,
): TrainingSettings {
  // Parsed again, so that changing the settings does not change the recipe.
  const settings = { ...current, ...pick(trainingSettingsSchema.parse(recipe.settings)) };
  return trainImages === undefined
    ? settings
    : { ...settings, epochs: epochsOf(recipe, settings.batchSize, trainImages) };
}

const MAX_EPOCHS = trainingSettingsSchema.shape.epochs.unwrap().maxValue ?? Number.POSITIVE_INFINITY;

/**
 * How many epochs the recipe takes. One that counts updates takes as many whole epochs as it needs to make them, at
 * most as many as a run may have: 64,000 in batches of 128 are 164 epochs of 50,000 images, 182 of 45,000.
 */
export function epochsOf({ iterations, settings }: Recipe, batchSize: number, trainImages: number): number {
  if (iterations === undefined) return settings.epochs;
  const stepsPerEpoch = Math.max(1, Math.ceil(trainImages / batchSize));
  return Math.min(Math.ceil(iterations / stepsPerEpoch), MAX_EPOCHS);
}

/**
 * The recipe that these settings follow to the letter, if they do. Its precision is a wish: what `auto` became on some
 * device follows it too.
 */
export function recipeOf(current: TrainingSettings, trainImages?: number): Recipe | undefined {
  const text = (all: TrainingSettings) => JSON.stringify(decided.map((key) => canonical(all[key])));
  return recipes.find((recipe) => {
    const filled = applyRecipe(recipe, current, trainImages);
    const { precision } = filled.precision === 'auto' ? current : filled;
    return text({ ...filled, precision }) === text(current);
  });
}
