/** What of a training's program is kept, and by what. */
import { freezeAllButHead } from '../../../core/edit';
import { buildPreset } from '../../../core/presets';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { compileOptions } from '../../../main/training/estimate/compile-options';
import { planOfTraining } from '../../../main/training/estimate/estimate-plan';
import { workerMemory } from '../../../main/training/estimate/memory-model';

const graph = buildPreset('resnet20', { width: 0.25 });
const split = { imagesFile: 'i', labelsFile: 'l', imageShape: [32, 32, 3], count: 100 } as const;
const plan = (settings: object = {}, drawn = graph) =>
  planOfTraining(
    drawn,
    compileOptions(trainingSettingsSchema.parse(settings), [32, 32, 3], { train: split, validation: split }),
  );

test('one program serves every batch size and rate, and every place on the canvas', async () => {
  const first = await plan();
  expect(await plan({ batchSize: 8 })).toBe(first);
  expect(await plan({ optimizer: { learningRate: 0.5 } })).toBe(first);
  const moved = {
    ...structuredClone(graph),
    name: 'moved',
    nodes: graph.nodes.map((node, x) => ({ ...node, position: { x, y: 0 } })),
  };
  expect(await plan({}, moved)).toBe(first);
});

test('another network, and other settings that change the program, have their own', async () => {
  const first = await plan();
  const of = async (settings: object, drawn = graph) =>
    workerMemory((await plan(settings, drawn)).plan, 64, { labels: 0, batch: 0 }).total;
  const total = await of({});
  expect(await of({ optimizer: { momentum: 0.9 } })).toBeGreaterThan(total);
  expect(await of({}, buildPreset('resnet20', { width: 0.5 }))).toBeGreaterThan(total);
  const frozen = freezeAllButHead(graph);
  expect(await of({}, frozen)).toBeLessThan(total);
  expect(await of({ optimizer: { momentum: 0.9 } }, frozen)).toBeLessThan(
    await of({ optimizer: { momentum: 0.9 } }),
  );
  const plain = { ...graph, edges: graph.edges.map((edge) => ({ ...edge, muted: edge.port === 1 })) };
  expect(await plan({}, plain)).not.toBe(first);
});

test('what was not asked for lately is let go', async () => {
  const first = await plan();
  for (const side of [1, 2, 3, 4, 5, 6]) await plan({ augmentation: { cutout: side } });
  expect(await plan()).not.toBe(first);
});

test('a refusal is given again', async () => {
  const two = buildPreset('resnet20', { inputShape: [32, 32, 2] });
  const refused = () =>
    planOfTraining(
      two,
      compileOptions(trainingSettingsSchema.parse({}), [32, 32, 2], { train: split, validation: split }),
    );
  await expect(refused()).rejects.toThrow(/1 or 3/);
  await expect(refused()).rejects.toThrow(/1 or 3/);
});
