import { evaluatedImages, stepsPerEpoch } from '../../../../core/study/order';
import { epochsOf, recipeFor } from '../../../../core/study/recipes';

const tutorial = { order: 'tutorial', batchSize: 256 } as const;
const epoch = { order: 'epoch', batchSize: 256 } as const;

test('CIFAR-10 has 195 steps and 39 validation batches in the order of the tutorial, else 196 and all images', () => {
  expect(stepsPerEpoch(50_000, tutorial)).toBe(195);
  expect(evaluatedImages(10_000, tutorial)).toBe(39 * 256);
  expect(stepsPerEpoch(50_000, epoch)).toBe(196);
  expect(evaluatedImages(10_000, epoch)).toBe(10_000);
});

test('whole batches leave nothing out, and fewer images than a batch are one step', () => {
  expect(stepsPerEpoch(512, tutorial)).toBe(2);
  expect(evaluatedImages(512, tutorial)).toBe(512);
  expect(stepsPerEpoch(100, tutorial)).toBe(1);
  expect(evaluatedImages(100, tutorial)).toBe(100);
});

test('a recipe that counts updates counts the steps of its order', () => {
  const paper = recipeFor('paper-cifar')!;
  expect(epochsOf(paper, 128, 50_000)).toBe(164);
  const inTutorialOrder = { ...paper, settings: { ...paper.settings, order: 'tutorial' as const } };
  expect(epochsOf(inTutorialOrder, 100, 50_099)).toBe(128);
  expect(epochsOf(paper, 100, 50_099)).toBe(Math.ceil(64_000 / 501));
});

test('the recipes use a new order in each epoch', () => {
  expect(recipeFor('study')?.settings.order).toBe('epoch');
});
