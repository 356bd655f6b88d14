import { analyze } from '../../../core/analysis/analyze';
import { networkIdentity } from '../../../core/analysis/twins';
import { blocksOf, depthCurves, measuredAt, measuredSteps, rangeOver } from '../../../core/figures/depth';
import { listOf } from '../../../core/figures/types';
import { buildPreset } from '../../../core/presets';
import type { Diagnostics } from '../../../core/study/run';
import { EMPTY_STEPS } from '../../../renderer/client/stepSeries';
import { blockColors, runToShow } from '../../../renderer/diagnostics/onCanvas';
import { colorOf, colorScale, legendTicks, shareOf, together } from '../../../renderer/diagnostics/scale';
import { run } from './fixtures';

const at = (step: number, norms: Record<string, number>): Diagnostics => ({
  type: 'diagnostics',
  step,
  epoch: 1,
  blocks: Object.entries(norms).map(([block, gradientNorm]) => ({
    block,
    gradientNorm,
    updateRatio: gradientNorm / 1000,
    activationSpread: 1,
  })),
});

describe('the color scale', () => {
  test('gradient norms stand on a logarithmic scale with round ends, at least a power of ten apart', () => {
    expect(colorScale('gradientNorm', [0.03, 3, 40])).toEqual({ log: true, low: 0.02, high: 50 });
    expect(colorScale('gradientNorm', [0.5, 0.6])).toEqual({ log: true, low: 0.1, high: 1 });
    expect(colorScale('gradientNorm', [1000])).toEqual({ log: true, low: 100, high: 1000 });
    expect(colorScale('gradientNorm', [])).toEqual({ log: true, low: 0.1, high: 1 });
  });

  test('spreads stand on a straight scale from 0', () => {
    expect(colorScale('activationSpread', [0.3, 0.9])).toEqual({ log: false, low: 0, high: 1 });
    expect(colorScale('activationSpread', [0.3, 1.2])).toEqual({ log: false, low: 0, high: 2 });
    expect(colorScale('activationSpread', [0, Number.NaN])).toEqual({ log: false, low: 0, high: 1 });
  });

  test('equal factors are equal steps of color', () => {
    const scale = colorScale('gradientNorm', [0.01, 1]);
    expect([0.01, 0.1, 1].map((value) => shareOf(scale, value))).toEqual([0, 0.5, 1]);
    expect(shareOf(scale, 0)).toBe(0);
    expect(shareOf(scale, Number.POSITIVE_INFINITY)).toBe(1);
    expect(legendTicks(scale)).toEqual(['0.01', '0.1', '1']);
    expect(legendTicks({ ...scale, low: 0.1 })).toEqual(['0.1', '1']);
  });

  test('what is no number is marked, not colored', () => {
    const scale = colorScale('gradientNorm', [0.1, Number.NaN, Number.POSITIVE_INFINITY]);
    expect(scale).toEqual({ log: true, low: 0.01, high: 0.1 });
    expect(colorOf(shareOf(scale, Number.NaN))).toBe('var(--sw-bad)');
    expect(colorOf(0.25)).toContain('25%');
  });

  test('a stage shows the geometric mean of its blocks', () => {
    expect(together(colorScale('gradientNorm', [1]), [0.01, 1])).toBeCloseTo(0.1, 12);
    expect(together(colorScale('activationSpread', [1]), [1, 3])).toBe(2);
  });
});

describe('on the canvas', () => {
  const graph = buildPreset('resnet20');
  const { graphKey } = networkIdentity(graph, analyze(graph));
  const live = (id: string, change: object, diagnostics: Diagnostics[]) => ({
    record: run(id, { network: { ...run('x').network, graphKey }, ...change }),
    steps: EMPTY_STEPS,
    diagnostics,
  });

  test('the run under way comes first, then the newest; others’ networks never', () => {
    const some = [at(1, { a: 1 })];
    const done = live('done', { state: 'finished' }, some);
    const running = live('running', { state: 'running' }, some);
    const later = live('later', { state: 'finished' }, some);
    const other = live('other', { network: { ...run('x').network, graphKey: 'other' } }, some);
    expect(runToShow([done, running, later], graphKey)?.record.id).toBe('running');
    expect(runToShow([done, later], graphKey)?.record.id).toBe('later');
    expect(runToShow([other, live('none', {}, [])], graphKey)).toBeUndefined();
  });

  test('blocks have their own color, stages that of their blocks together', () => {
    const blocks = graph.groups.filter(({ parent }) => parent === 'stage1').map(({ id }) => id);
    expect(blocks.length).toBe(3);
    const norms = Object.fromEntries(blocks.map((id, index) => [id, 10 ** -index]));
    const { of } = blockColors(graph, at(5, norms), 'gradientNorm');
    expect(of[blocks[0]!]!.color).not.toBe(of[blocks[2]!]!.color);
    expect(of.stage1).toMatchObject({ blocks: 3, color: of[blocks[1]!]!.color });
    expect(of.stage1!.value).toBeCloseTo(0.1, 12);
    expect(of.stage2).toBeUndefined();
  });
});

describe('over depth', () => {
  const residual = {
    run: run('r'),
    diagnostics: [at(10, { stem: 1, b1: 0.1, b2: 0.1 }), at(30, { stem: 1, b1: 1, b2: 1 })],
  };
  const plain = {
    run: run('p', { arm: 'Plain-50', color: 1, network: { ...run('x').network, variant: 'plain' } }),
    diagnostics: [at(20, { stem: 0.001, b1: 0, extra: 1, b2: 0.1 })],
  };

  test('steps of all runs, and the newest measurement up to one', () => {
    expect(measuredSteps([residual, plain])).toEqual([10, 20, 30]);
    expect(measuredAt(residual.diagnostics, 20)?.step).toBe(10);
    expect(measuredAt(plain.diagnostics, 10)).toBeUndefined();
  });

  test('a block that only one run has is placed where that run has it', () => {
    expect(blocksOf([residual, plain])).toEqual(['stem', 'b1', 'extra', 'b2']);
  });

  test('norms are drawn as logarithms; a norm of 0 has none and is left out', () => {
    const around = [residual.run, plain.run];
    const how = { measure: 'gradientNorm', step: 25, meanOfSeeds: true, sorted: false, around } as const;
    const [first, second] = depthCurves([residual, plain], how);
    expect(listOf(first!.points)).toEqual([
      { x: 1, y: 0 },
      { x: 2, y: -1 },
      { x: 4, y: -1 },
    ]);
    expect([...second!.points.x]).toEqual([1, 3, 4]);
    expect([first!.dashed, second!.dashed]).toEqual([false, true]);
    expect(depthCurves([residual, plain], { ...how, step: 10 })).toHaveLength(1);
    expect(rangeOver([residual, plain], 'gradientNorm').every(Number.isFinite)).toBe(true);
  });

  test('an arm of several seeds is their mean with a band; sorted, the largest block comes first', () => {
    const seeds = [
      { b1: 1, b2: 4 },
      { b1: 3, b2: 8 },
    ].map((spreads, seed) => ({
      run: run(`seed ${seed}`),
      diagnostics: [
        {
          ...at(5, spreads),
          blocks: at(5, spreads).blocks.map((one) => ({ ...one, activationSpread: one.gradientNorm })),
        },
      ],
    }));
    const around = seeds.map(({ run }) => run);
    const how = { measure: 'activationSpread', step: 5, meanOfSeeds: true, sorted: false, around } as const;
    const [mean, ...others] = depthCurves(seeds, how);
    expect(others).toEqual([]);
    expect(listOf(mean!.points)).toEqual([
      { x: 1, y: 2 },
      { x: 2, y: 6 },
    ]);
    expect(mean!.band).toEqual({ low: Float64Array.of(1, 4), high: Float64Array.of(3, 8) });
    expect(depthCurves(seeds, { ...how, sorted: true })[0]!.points.y).toEqual(Float64Array.of(6, 2));
    expect(depthCurves(seeds, { ...how, meanOfSeeds: false })).toHaveLength(2);
  });
});
