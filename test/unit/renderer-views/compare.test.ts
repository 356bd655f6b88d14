import { toCurve } from '../../../core/figures/curves';
import { metricCurves } from '../../../core/figures/run-curves';
import { RUN_METRICS } from '../../../core/figures/run-metrics';
import { listOf } from '../../../core/figures/types';
import { buildPreset } from '../../../core/presets';
import type { RunRecord } from '../../../core/study/run';
import { appendSteps, EMPTY_STEPS } from '../../../renderer/client/stepSeries';
import { incomparable } from '../../../renderer/compare/comparable';
import { defaultPair, differencesOf } from '../../../renderer/compare/differences';
import { filtered } from '../../../renderer/runs/filter';
import { chosenIds, groupByStudy } from '../../../renderer/runs/selection';
import { examplesOf, toRgba } from '../../../renderer/ui/pixels';
import { epoch, run, settings, step } from './fixtures';

const at = (minute: number) => `2026-11-23T20:${String(minute).padStart(2, '0')}:00.000Z`;
const old = run('old', { studyId: 'first', studyName: 'First', createdAt: at(1) });
const resnet = run('resnet', { studyId: 'second', createdAt: at(5) });
const plain = run('plain', {
  studyId: 'second',
  createdAt: at(6),
  arm: 'Plain-50',
  color: 1,
  network: { ...resnet.network, variant: 'plain' },
});

describe('selection', () => {
  const groups = groupByStudy([plain, old, resnet]);

  test('the newest study comes first, its runs in the order of training', () => {
    expect(groups.map(({ id, runs }) => [id, runs.map((one) => one.id)])).toEqual([
      ['second', ['resnet', 'plain']],
      ['first', ['old']],
    ]);
  });

  test('the study that is shown, or else the newest, is chosen until the person chooses; a deleted run is never chosen', () => {
    expect([...chosenIds(groups, {})]).toEqual(['resnet', 'plain']);
    expect([...chosenIds(groups, { study: 'first' })]).toEqual(['old']);
    expect([...chosenIds(groups, { study: 'deleted' })]).toEqual(['resnet', 'plain']);
    expect([...chosenIds(groups, { chosen: new Set(['old', 'gone']), study: 'second' })]).toEqual(['old']);
    expect([...chosenIds(groups, { chosen: new Set() })]).toEqual([]);
  });

  test('a filter leaves out runs, and groups without any; one that cannot be read leaves out none', () => {
    const shown = (filter: string) => filtered(groups, filter).map(({ runs }) => runs.map(({ id }) => id));
    expect(shown('arm = plain* seed 1')).toEqual([['plain']]);
    expect(shown('network = residual')).toEqual([['resnet'], ['old']]);
    expect(shown('network =')).toEqual([['resnet', 'plain'], ['old']]);
    expect(shown('')).toEqual([['resnet', 'plain'], ['old']]);
  });
});

describe('curves', () => {
  const seeded = [1, 2, 3].map((seed) =>
    run(`s${seed}`, {
      settings: settings({ seed }),
      stepsPerEpoch: 2,
      state: 'finished',
      epochs: [epoch(1, { valAccuracy: 0.1 * seed }), epoch(2, { valAccuracy: 0.2 * seed })],
    }),
  );
  const steps = Object.fromEntries(
    seeded.map(({ id, settings: { seed } }) => [
      id,
      appendSteps(EMPTY_STEPS, [step(1, 2, { loss: seed }), step(2, 2, { loss: 2 * seed })]),
    ]),
  );
  const options = { runs: seeded, around: seeded, unit: 'epoch', smoothing: 0 } as const;

  test('seeds become one mean with their spread as a band', () => {
    const [mean, ...others] = metricCurves({ ...options, seeds: 'mean' }, RUN_METRICS.loss, steps);
    expect(others).toEqual([]);
    expect(listOf(mean!.points)).toEqual([
      { x: 0.5, y: 2 },
      { x: 1, y: 4 },
    ]);
    expect(mean!.band).toEqual({ low: Float64Array.of(1, 2), high: Float64Array.of(3, 6) });
    expect(mean!.label).toBe('ResNet-50 · 3 seeds');
  });

  test('seeds of which other steps were recorded are averaged at the same steps, not one point with the next', () => {
    const runs = seeded.slice(0, 2).map((one) => ({ ...one, stepsPerEpoch: 8 }));
    const rate = (at: number) => step(at, 8, { learningRate: at / 10, loss: 1 });
    const recorded = {
      s1: appendSteps(EMPTY_STEPS, [1, 2, 4, 8].map(rate)),
      s2: appendSteps(EMPTY_STEPS, [1, 3, 6, 7, 8].map(rate)),
    };
    for (const unit of ['step', 'time'] as const) {
      const [mean] = metricCurves(
        { ...options, runs, unit, seeds: 'mean' },
        RUN_METRICS.learningRate,
        recorded,
      );
      const rates = [0.1, 0.2, 0.4, 0.8].map((value) => expect.closeTo(value, 12));
      expect([...mean!.points.y]).toEqual(rates);
      expect([...mean!.band!.low]).toEqual(rates);
      expect([...mean!.band!.high]).toEqual(rates);
    }
  });

  test('a seed that ended early does not cut the mean short', () => {
    const lost = run('s4', {
      settings: settings({ seed: 4 }),
      stepsPerEpoch: 2,
      state: 'interrupted',
      epochs: [epoch(1, { valAccuracy: 0.9 })],
    });
    const [mean, ...others] = metricCurves(
      { ...options, runs: [...seeded, lost], seeds: 'mean' },
      RUN_METRICS.valAccuracy,
    );
    expect(others).toEqual([]);
    expect(mean!.label).toBe('ResNet-50 · 3 of 4 seeds');
    expect([...mean!.points.y]).toEqual([expect.closeTo(0.2, 12), expect.closeTo(0.4, 12)]);
  });

  test('a seed that still trains has a curve of its own, beside the mean of the others', () => {
    const open = run('s4', { settings: settings({ seed: 4 }), stepsPerEpoch: 2, epochs: [epoch(1)] });
    const curves = metricCurves(
      { ...options, runs: [...seeded, open], seeds: 'mean' },
      RUN_METRICS.valAccuracy,
    );
    expect(curves.map(({ label }) => label)).toEqual(['ResNet-50 · 3 of 4 seeds', 'ResNet-50 · seed 4']);
    expect(curves.map(({ points }) => points.y.length)).toEqual([2, 1]);
  });

  test('or their median, which one seed that failed does not move', () => {
    const [bad] = seeded.map((one) => ({
      ...one,
      epochs: one.epochs.map((each) => ({ ...each, valAccuracy: 0 })),
    }));
    const runs = [bad!, ...seeded.slice(1)];
    const [median] = metricCurves({ ...options, runs, seeds: 'median' }, RUN_METRICS.valAccuracy);
    expect([...median!.points.y]).toEqual([0.2, 0.4]);
    expect(median!.band!.low).toEqual(Float64Array.of(0, 0));
  });

  test('or one curve a seed', () => {
    const curves = metricCurves({ ...options, seeds: 'each' }, RUN_METRICS.valAccuracy);
    expect(curves.map(({ label }) => label)).toEqual([
      'ResNet-50 · seed 1',
      'ResNet-50 · seed 2',
      'ResNet-50 · seed 3',
    ]);
    expect([...curves[2]!.points.y]).toEqual([expect.closeTo(0.3, 12), expect.closeTo(0.6, 12)]);
  });

  test('a band of many steps ends where the curves end', () => {
    const long = seeded.slice(0, 2);
    const many = Object.fromEntries(
      long.map(({ id }) => [
        id,
        appendSteps(
          EMPTY_STEPS,
          Array.from({ length: 2_001 }, (_n, i) => step(i + 1, 2)),
        ),
      ]),
    );
    const [mean] = metricCurves({ ...options, runs: long, seeds: 'mean' }, RUN_METRICS.loss, many);
    expect(mean!.band!.low).toHaveLength(mean!.points.y.length);
    const { band } = toCurve(mean!, 0, 400);
    expect(band!.length).toBeLessThan(700);
    expect(band!.at(-1)).toBe(mean!.points.y.length - 1);
  });

  test('a color that two studies share is dashed in the second', () => {
    const curves = metricCurves({ ...options, runs: [old, resnet], seeds: 'each' }, RUN_METRICS.valAccuracy);
    expect(curves.map(({ dashed }) => dashed ?? false)).toEqual([false, true]);
  });
});

describe('differences', () => {
  test('ResNet-50 against Plain-50 differs in its shortcuts and in nothing else', () => {
    const { differing } = differencesOf(
      { run: resnet, graph: buildPreset('resnet50') },
      { run: plain, graph: buildPreset('plain50') },
    );
    const rows = Object.fromEntries(differing.map(({ what, first, second }) => [what, [first, second]]));
    expect(rows.Shortcuts).toEqual(['16', '0']);
    expect(rows['Add nodes']).toEqual(['16', '0']);
    expect(rows['Projection weights']).toEqual(['2,788,096', '0']);
    expect(rows.Parameters).toEqual(['23,608,202', '20,820,106']);
    expect(rows['Weights outside shortcuts']).toBeUndefined();
    expect(rows['Learning rate']).toBeUndefined();
  });

  test('settings that differ are named', () => {
    const other = run('other', { settings: settings({ seed: 2, trainLimit: 2000 }) });
    expect(differencesOf({ run: resnet }, { run: other }).differing).toEqual([
      { what: 'Training images', first: 'all', second: '2,000' },
      { what: 'Seed', first: '1', second: '2' },
    ]);
  });

  test('the pair to begin with is a network and its twin of one seed', () => {
    expect(defaultPair([old, plain, resnet])).toEqual([old, plain]);
    expect(defaultPair([plain, run('x', { settings: settings({ seed: 9 }) }), resnet])).toEqual([
      resnet,
      plain,
    ]);
    expect(defaultPair([resnet])).toBeUndefined();
  });
});

describe('examples', () => {
  const page = {
    imageShape: [1, 2, 3] as [number, number, number],
    indices: [7, 9],
    labels: [0, 4],
    pixels: Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]).toString('base64'),
    total: 2,
  };

  test('a page is cut into its images', () => {
    const [, second] = examplesOf(page);
    expect(second).toMatchObject({ index: 9, label: 4 });
    expect([...toRgba(second!.pixels, 3)]).toEqual([7, 8, 9, 255, 10, 11, 12, 255]);
    expect([...toRgba(Uint8Array.of(5), 1)]).toEqual([5, 5, 5, 255]);
  });

  test('a page that is too short is refused', () => {
    expect(() => examplesOf({ ...page, indices: [1, 2, 3] })).toThrow(
      /holds 18 bytes\. Received: 12 bytes\./,
    );
  });
});

describe('runs that do not compare', () => {
  const split = (description: string, trainCount = 100, valCount = 20) => ({
    trainCount,
    valCount,
    description,
  });
  const done = (id: string, change: Partial<RunRecord> = {}) =>
    run(id, { state: 'finished', epochs: [epoch(1), epoch(2)], split: split('these'), ...change });

  test('equal ones, and one alone, raise nothing', () => {
    expect(incomparable([])).toEqual([]);
    expect(incomparable([done('a')])).toEqual([]);
    expect(incomparable([done('a'), done('b')])).toEqual([]);
  });

  test('another data set is said by name', () => {
    const shapes = done('b', { settings: settings({ dataset: 'shapes' }) });
    expect(incomparable([done('a'), shapes])).toEqual([
      'The data sets differ: CIFAR-10 and Shapes. Do not compare the accuracies.',
    ]);
  });

  test('other images of the same set', () => {
    expect(incomparable([done('a'), done('b', { split: split('fewer', 50, 10) })])[0]).toContain(
      'The numbers of images differ: 100 / 20 and 50 / 10 (training / validation).',
    );
    expect(incomparable([done('a'), done('b', { split: split('others') })])[0]).toMatch(
      /^The images differ: they were drawn differently/,
    );
  });

  test('other numbers of epochs, of finished runs; what is under way or has no epoch says nothing', () => {
    const longer = done('b', { epochs: [epoch(1), epoch(2), epoch(3)] });
    expect(incomparable([longer, done('a')])).toEqual([
      'The runs were trained for 2 and 3 epochs. Compare their curves at the same epoch, not at the end.',
    ]);
    expect(incomparable([done('a'), { ...longer, state: 'running' }])).toEqual([]);
    expect(incomparable([done('a'), run('c', { settings: settings({ dataset: 'shapes' }) })])).toEqual([]);
  });
});
