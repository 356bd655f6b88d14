/** From a study to its runs: settings of arms, varied settings, and what is trained already. */
import { cellKey } from '../../../core/ablation/cells';
import type { StudyRequest } from '../../../core/study/settings';
import { planStudy } from '../../../main/training/host/plan';
import { datasetsOf, request, testTrainer } from './trainer-harness';

const trainer = testTrainer();
const plan = (change: Partial<StudyRequest>) =>
  planStudy(
    { runs: trainer.runs, datasets: datasetsOf({}), app: { version: '1', host: 'test' } },
    request(change),
  );

test('each arm has its own settings, and each combination of varied ones a run', async () => {
  const [residual, plain] = request().arms as [StudyRequest['arms'][number], StudyRequest['arms'][number]];
  const { runs } = await plan({
    arms: [residual, { ...plain, settings: { epochs: 9, 'optimizer.type': 'adam' } }],
    varied: [{ path: 'batchSize', values: [16, 32] }],
    seeds: [1, 2],
    baseline: 'residual',
  });
  expect(
    runs.map(({ arm, settings, varied, baseline }) => [
      arm,
      settings.seed,
      settings.batchSize,
      settings.epochs,
      settings.optimizer.type,
      varied,
      baseline,
    ]),
  ).toEqual(
    [['residual', 5, 'sgd'] as const, ['plain', 9, 'adam'] as const].flatMap(([arm, epochs, type]) =>
      [16, 32].flatMap((value) =>
        [1, 2].map((seed) => [arm, seed, value, epochs, type, [{ path: 'batchSize', value }], 'residual']),
      ),
    ),
  );
});

test('a stored study trains no cell twice, and again what failed', async () => {
  const first = await plan({ studyId: 's1' });
  expect(first.studyId).toBe('s1');
  const [one, other] = first.runs as [(typeof first.runs)[number], (typeof first.runs)[number]];
  expect(one.cell).toBe(
    cellKey({ arm: { name: 'residual', graph: first.graphs.get(one.id)! }, settings: one.settings }),
  );
  await expect(plan({ studyId: 's1' })).rejects.toThrow(/Every run of "Shortcuts" has been trained/);

  await trainer.runs.update(one.id, { state: 'finished' });
  await trainer.runs.update(other.id, { state: 'failed' });
  const more = await plan({ studyId: 's1', seeds: [1, 7] });
  expect(more.runs.map(({ arm, settings }) => [arm, settings.seed])).toEqual([
    ['residual', 7],
    ['plain', 1],
    ['plain', 7],
  ]);
});

test('a setting that cannot be changed so creates no run', async () => {
  await expect(plan({ varied: [{ path: 'epochs', values: [3, 0] }] })).rejects.toThrow(
    /Arm "residual": .*from 1 to 10,000/,
  );
  expect(await trainer.runs.list()).toEqual([]);
});

test('arms on data sets of another shape are refused before any run is created', async () => {
  const datasets = datasetsOf({
    manifest: async (id) => ({
      ...(await datasetsOf({}).manifest(id)),
      classes: id === 'shapes' ? ['a', 'b', 'c'] : ['a', 'b'],
    }),
  });
  const study = request({ varied: [{ path: 'dataset', values: ['shapes', 'cifar10'] }] });
  const options = { runs: trainer.runs, datasets, app: { version: '1', host: 'test' } };
  await expect(planStudy(options, study)).rejects.toThrow(/one output for each of the 2 classes/);
  expect(await trainer.runs.list()).toEqual([]);
});
