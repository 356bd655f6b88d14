/** The study for newcomers: a residual network and its plain twin, trained in about three minutes on two CPU cores. */
import { buildPreset, type PresetOptions } from '../presets';
import { applyRecipe, recipeFor } from './recipes';
import { type Arm, type TrainingSettings, trainingSettingsSchema } from './settings';

export const firstStudy = {
  presets: ['resnet44', 'plain44'],
  /** He et al., section 4.2, with half the filters and half the image side. Both networks have the same number of parameters. */
  network: { style: 'paper', width: 0.5, inputShape: [16, 16, 3] },
  recipe: 'first-study',
  images: { dataset: 'shapes', trainLimit: 4000, valLimit: 1000 },
  /** Costs next to nothing, and changes no result: why the plain network learns less is seen in its gradients. */
  records: { diagnosticsEvery: 25 },
  seeds: [1, 2, 3],
  /** Measured, see docs/measurements/training.md. */
  minutes: 3,
} as const satisfies {
  presets: readonly string[];
  network: Omit<PresetOptions, 'inputShape'> & { inputShape: readonly [number, number, number] };
  images: Partial<TrainingSettings>;
  records: Partial<TrainingSettings>;
  seeds: readonly number[];
  [key: string]: unknown;
};

export function firstStudyArms(): Arm[] {
  const { presets, network } = firstStudy;
  return presets.map((id) => {
    const graph = buildPreset(id, { ...network, inputShape: [...network.inputShape] });
    return { name: graph.name, graph };
  });
}

export function firstStudySettings(): TrainingSettings {
  const recipe = recipeFor(firstStudy.recipe);
  if (!recipe) throw new Error(`There is no recipe "${firstStudy.recipe}".`);
  return applyRecipe(recipe, trainingSettingsSchema.parse({ ...firstStudy.images, ...firstStudy.records }));
}
