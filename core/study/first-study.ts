/**
 * The study for newcomers: a residual network and its plain twin, small enough that both are trained with
 * three seeds within about three minutes on two processor cores. The window and the command line take all of it from here.
 */
import { buildPreset, type PresetOptions } from '../presets';
import { applyRecipe, recipeFor } from './recipes';
import { type Arm, type TrainingSettings, trainingSettingsSchema } from './settings';

export const firstStudy = {
  /** Said on the button that opens it. */
  question: 'See what shortcuts are worth',
  presets: ['resnet44', 'plain44'],
  /**
   * He et al., section 4.2, with half the filters and images of half the side. Their zero-padded shortcuts have no
   * weights, so both networks have the same number of parameters.
   */
  network: { style: 'paper', width: 0.5, inputShape: [16, 16, 3] },
  recipe: 'first-study',
  images: { dataset: 'shapes', trainLimit: 4000, valLimit: 1000 },
  seeds: [1, 2, 3],
  /** Measured on two processor cores, see docs/measurements/training.md. */
  minutes: 3,
} as const satisfies {
  presets: readonly string[];
  network: Omit<PresetOptions, 'inputShape'> & { inputShape: readonly [number, number, number] };
  images: Partial<TrainingSettings>;
  seeds: readonly number[];
  [key: string]: unknown;
};

/** The two networks. */
export function firstStudyArms(): Arm[] {
  const { presets, network } = firstStudy;
  return presets.map((id) => {
    const graph = buildPreset(id, { ...network, inputShape: [...network.inputShape] });
    return { name: graph.name, graph };
  });
}

/** How they are trained. */
export function firstStudySettings(): TrainingSettings {
  const recipe = recipeFor(firstStudy.recipe);
  if (!recipe) throw new Error(`There is no recipe "${firstStudy.recipe}".`);
  return applyRecipe(recipe, trainingSettingsSchema.parse(firstStudy.images));
}
