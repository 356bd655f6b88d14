import { differenceCurve, runsOfNetworks } from '../../../../core/figures/difference';
import { run } from '../study/runs';

const look = { label: 'a minus b', color: 'red' };
const network = (graphKey: string, studyId: string, accuracy: number, seed: number, epochs = 2) =>
  run({ graphKey, accuracy, epochs, settings: { seed }, record: { studyId } });

test('runs of one seed are compared, epoch by epoch, as far as both go', () => {
  const first = [network('a', 's', 0.5, 1), network('a', 's', 0.6, 2, 3)];
  const second = [network('b', 's', 0.7, 2, 3), network('b', 's', 0.8, 1), network('b', 's', 0.9, 3)];
  const curve = differenceCurve(first, second, look)!;
  expect([...curve.points.x]).toEqual([1, 2]);
  // Seed 1: +30 points; seed 2: +10.
  expect(curve.points.y[1]).toBeCloseTo(20, 10);
  expect(curve.band!.low[1]).toBeCloseTo(10, 10);
  expect(curve.band!.high[1]).toBeCloseTo(30, 10);
});

test('runs of other seeds or other settings are not compared', () => {
  const first = [network('a', 's', 0.5, 1)];
  expect(differenceCurve(first, [network('b', 's', 0.7, 2)], look)).toBeUndefined();
  const batch = run({ graphKey: 'b', epochs: 2, settings: { seed: 1, batchSize: 8 } });
  expect(differenceCurve(first, [batch], look)).toBeUndefined();
});

test('one seed has no band', () => {
  const curve = differenceCurve([network('a', 's', 0.5, 1)], [network('b', 's', 0.7, 1)], look)!;
  expect(curve.band).toBeUndefined();
});

test('the newest study with both networks counts', () => {
  const old = [network('a', 'old', 0.5, 1), network('b', 'old', 0.6, 1)];
  const newer = [network('a', 'new', 0.5, 1), network('b', 'new', 0.6, 1)];
  const alone = network('a', 'alone', 0.5, 1);
  const empty = run({ graphKey: 'b', epochs: 0, planned: 2, state: 'queued', record: { studyId: 'alone' } });
  expect(runsOfNetworks([alone, empty, ...newer, ...old], ['a', 'b'])).toEqual({
    first: [newer[0]],
    second: [newer[1]],
  });
  expect(runsOfNetworks([alone], ['a', 'b'])).toEqual({ first: [alone], second: [] });
});
