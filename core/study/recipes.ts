/** Recipes: named sets of settings. */
import type { z } from 'zod';
import { t } from '../messages';
import { stepsPerEpoch } from './order';
import { type TrainingSettings, trainingSettingsSchema } from './settings';

/** Settings that no recipe decides. */
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
type RecipeSettings = Omit<TrainingSettings, Left>;

const left: ReadonlySet<string> = new Set(LEFT);
const decided = (Object.keys(trainingSettingsSchema.shape) as (keyof TrainingSettings)[]).filter(
  (key): key is Exclude<keyof TrainingSettings, Left> => !left.has(key),
);

const RECIPES = ['study', 'paper-cifar', 'paper-cifar-110', 'quick', 'first-study'] as const;

/** Its texts are in the catalogue: `recipeTexts`. */
export interface Recipe {
  id: (typeof RECIPES)[number];
  settings: RecipeSettings;
  /** Updates; `settings.epochs` is then for 50,000 images, see `epochsOf`. */
  iterations?: number;
}

const settings = (given: z.input<typeof trainingSettingsSchema>): RecipeSettings =>
  pick(trainingSettingsSchema.parse(given));

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

/** He et al., section 4.2. */
const paperSettings = (warmup: number): RecipeSettings =>
  settings({
    epochs: Math.ceil(PAPER_ITERATIONS / Math.ceil(50_000 / 128)),
    batchSize: 128,
    optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0.9, l2: 1e-4, clipnorm: null },
    schedule: { type: 'steps', boundaries: [32_000, 48_000], factor: 0.1, warmup, warmupFactor: 0.1 },
    augmentation: { flip: true, padAndCrop: 4 },
    normalization: 'per-pixel-mean',
  });

const paper = (id: Recipe['id'], warmup: number): Recipe => ({
  id,
  settings: paperSettings(warmup),
  iterations: PAPER_ITERATIONS,
});

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
    // Training on a small data set ends before the moving averages settle; 6,400 images are enough.
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
    // 250 updates are too few for a moving average.
    preciseBatchNorm: { batches: 10 },
  }),
};

export const recipes: readonly Recipe[] = [
  study,
  paper('paper-cifar', 0),
  paper('paper-cifar-110', 400),
  quick,
  firstStudy,
];

export const recipeTexts = ({
  id,
}: Pick<Recipe, 'id'>): { name: string; description: string; source: string } => ({
  name: t(`study.recipes.${id}.name`),
  description: t(`study.recipes.${id}.description`),
  source: t(`study.recipes.${id}.source`),
});

export const recipeFor = (id: string): Recipe | undefined => recipes.find((recipe) => recipe.id === id);

/** @param trainImages per epoch, for recipes that count updates */
export function applyRecipe(
  recipe: Recipe,
  current: TrainingSettings,
  trainImages?: number,
): TrainingSettings {
  // Parsed again, so that changing the result does not change the recipe.
  const settings = { ...current, ...pick(trainingSettingsSchema.parse(recipe.settings)) };
  return trainImages === undefined
    ? settings
    : { ...settings, epochs: epochsOf(recipe, settings.batchSize, trainImages) };
}

const MAX_EPOCHS = trainingSettingsSchema.shape.epochs.unwrap().maxValue ?? Number.POSITIVE_INFINITY;

/** Whole epochs that make the recipe's updates: 64,000 in batches of 128 are 164 epochs of 50,000 images. */
export function epochsOf({ iterations, settings }: Recipe, batchSize: number, trainImages: number): number {
  if (iterations === undefined) return settings.epochs;
  const steps = stepsPerEpoch(trainImages, { order: settings.order, batchSize });
  return Math.min(Math.ceil(iterations / steps), MAX_EPOCHS);
}
