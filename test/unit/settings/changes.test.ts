import { overridesOf } from '../../../core/ablation/cells';
import { applyRecipe, recipes } from '../../../core/study/recipes';
import { changesBetween } from '../../../core/study/setting/changes';
import { withOverrides } from '../../../core/study/setting/override';
import { type TrainingSettings, trainingSettingsSchema } from '../../../core/study/settings';

const start = trainingSettingsSchema.parse({});
const parse = (given: object): TrainingSettings => trainingSettingsSchema.parse(given);

const all: readonly TrainingSettings[] = [
  ...recipes.map((recipe) => applyRecipe(recipe, start)),
  parse({ optimizer: { type: 'adamw', learningRate: 0.01, clipnorm: null, clipvalue: 2 } }),
  parse({ optimizer: { type: 'sgd', momentum: 0.9, clipnorm: null } }),
  parse({ preciseBatchNorm: { batches: 7 }, earlyStopping: { metric: 'loss', patience: 2 } }),
  parse({ trainLimit: 100, augmentation: { mixup: 0.2 }, schedule: { type: 'cosine' } }),
];

test.each(all.flatMap((from) => all.map((to) => [from, to] as const)))(
  'the changes between two settings lead from the one to the other %#',
  (from, to) => {
    const changes = changesBetween(from, to);
    expect(withOverrides(from, overridesOf(changes))).toEqual(to);
    expect(changesBetween(to, to)).toEqual({});
  },
);

test('they name what differs, and nothing else', () => {
  const to = parse({ epochs: 7, seed: 9, optimizer: { ...start.optimizer, learningRate: 0.2 } });
  expect(changesBetween(start, to)).toEqual({ epochs: 7, 'optimizer.learningRate': 0.2 });
});
