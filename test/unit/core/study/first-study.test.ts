/** The first study: two networks that differ in their shortcuts alone, and settings that are its recipe. */
import { analyze } from '../../../../core/analysis/analyze';
import { networkIdentity } from '../../../../core/analysis/twins';
import { firstStudy, firstStudyArms, firstStudySettings } from '../../../../core/study/first-study';
import { applyRecipe, recipeFor } from '../../../../core/study/recipes';
import { trainingSettingsSchema } from '../../../../core/study/settings';
import { shapes } from '../../../../main/datasets/sources/shapes';

test('its networks are a residual network and its plain twin, of the same depth and the same size', () => {
  const [residual, plain, ...others] = firstStudyArms().map(({ graph }) => {
    const analysis = analyze(graph);
    expect(analysis.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    return networkIdentity(graph, analysis);
  });
  expect(others).toEqual([]);
  expect([residual?.variant, plain?.variant]).toEqual(['residual', 'plain']);
  expect(plain?.twinKey).toBe(residual?.twinKey);
  expect([residual?.depth, plain?.depth]).toEqual([44, 44]);
  // 44 layers with half the filters; zero-padded shortcuts have no weights.
  expect([residual?.params, plain?.params]).toEqual([167_298, 167_298]);
});

test('the networks take the images that it trains on and tell their classes apart', () => {
  const settings = firstStudySettings();
  expect(settings.dataset).toBe(shapes.id);
  expect(settings.trainLimit).toBeLessThanOrEqual(shapes.expected.train);
  expect(settings.valLimit).toBeLessThanOrEqual(shapes.expected.val);
  for (const { graph } of firstStudyArms()) {
    const { nodes, inputId, outputId } = analyze(graph);
    expect(nodes[inputId!]?.outputShape).toEqual([16, 16, shapes.imageShape[2]]);
    expect(nodes[outputId!]?.outputShape).toEqual([shapes.classes.length]);
  }
});

test('its settings are those of its recipe, on its images', () => {
  const settings = firstStudySettings();
  expect(trainingSettingsSchema.parse(settings)).toEqual(settings);
  expect(settings).toMatchObject({ ...firstStudy.images, ...firstStudy.records });
  expect(applyRecipe(recipeFor(firstStudy.recipe)!, settings)).toEqual(settings);
});
