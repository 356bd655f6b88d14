import { chosenFields, fieldAxis, varyingFields } from '../../../../core/figures/run-axes';
import { findRunField } from '../../../../core/query/run-fields';
import { epoch, run, settings } from '../../renderer-views/fixtures';

const tried = (id: string, learningRate: number, batchSize: number, accuracy: number) =>
  run(id, {
    settings: settings({ batchSize, optimizer: { ...settings().optimizer, learningRate } }),
    epochs: [epoch(1, { valAccuracy: accuracy })],
  });
const runs = [tried('a', 0.001, 64, 0.4), tried('b', 0.1, 128, 0.7), tried('c', 0.01, 64, 0.6)];
const axis = (name: string) => fieldAxis(findRunField(name)!, runs);

test('values that span powers of ten are on a logarithmic axis, others are not', () => {
  expect(runs.map(axis('lr').placeOf)).toEqual([0, 1, 0.5].map((place) => expect.closeTo(place, 9)));
  expect(axis('lr').ticks.map(({ label }) => label)).toEqual(
    expect.arrayContaining(['0.001', '0.01', '0.1']),
  );
  const [low, high, middle] = runs.map(axis('accuracy').placeOf);
  expect((middle! - low!) / (high! - low!)).toBeCloseTo(2 / 3, 9);
});

test('names are places of their own, in natural order; a run without a value has no place', () => {
  const arms = ['depth 10', 'depth 2'].map((arm) => run(arm, { arm }));
  const { placeOf, ticks } = fieldAxis(findRunField('arm')!, arms);
  expect(arms.map(placeOf)).toEqual([1, 0]);
  expect(ticks.map(({ label }) => label)).toEqual(['depth 2', 'depth 10']);
  expect(axis('accuracy').placeOf(run('queued'))).toBeUndefined();
});

test('without a choice, the axes are the settings that differ, between the arm and the accuracy', () => {
  expect(varyingFields(runs).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['batchSize', 'optimizer.learningRate', 'accuracy']),
  );
  expect(chosenFields([], runs, 5).map(({ name }) => name)).toEqual([
    'arm',
    'batchSize',
    'optimizer.learningRate',
    'accuracy',
  ]);
  expect(chosenFields(['loss', 'gone in this version'], runs, 5).map(({ name }) => name)).toEqual(['loss']);
});
