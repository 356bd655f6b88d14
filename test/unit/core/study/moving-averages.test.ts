/** Trainings that are too short for BatchNormalization's moving averages. */
import { analyze } from '../../../../core/analysis/analyze';
import { removeShortcuts } from '../../../../core/network/shortcuts';
import { buildPreset } from '../../../../core/presets';
import { batchNormLayers, laggingAfter, settlingSteps } from '../../../../core/study/moving-averages';
import measured from './moving-averages.measured.json';

const layersOf = (...args: Parameters<typeof buildPreset>) => batchNormLayers(analyze(buildPreset(...args)));

describe('moving averages of BatchNormalization', () => {
  const resnet20 = layersOf('resnet20');

  test('layers are counted in the network that is trained', () => {
    expect(resnet20).toEqual({ layers: 21, momentum: 0.99 });
    expect(layersOf('resnet20', { style: 'paper' })).toEqual({ layers: 19, momentum: 0.9 });
    const plain = removeShortcuts(buildPreset('resnet20'));
    expect(batchNormLayers(analyze(plain))).toEqual({ layers: 19, momentum: 0.99 });
  });

  test('the more layers and the larger the momentum, the more steps it takes', () => {
    const steps = (layers: number, momentum: number) => settlingSteps({ layers, momentum });
    // 300, and 0.99 ** 298 = 1 / 20.
    expect(steps(20, 0.99)).toBe(599);
    expect(steps(20, 0.9)).toBe(329);
    expect(steps(1, 0.99)).toBe(300);
    expect(steps(3, 0)).toBe(0);
    expect(steps(0, 0.99)).toBe(0);
    expect(steps(1, 1)).toBe(Number.POSITIVE_INFINITY);
  });

  test('how far they are from it', () => {
    const batchNorm = { layers: 20, momentum: 0.99 };
    expect(laggingAfter(batchNorm, 200)).toEqual({
      steps: 200,
      needed: 599,
      momentum: 0.99,
      nearChance: true,
    });
    expect(laggingAfter(batchNorm, 240)).toMatchObject({ nearChance: false });
    expect(laggingAfter(batchNorm, 598)).toBeDefined();
    expect(laggingAfter(batchNorm, 599)).toBeUndefined();
    expect(laggingAfter({ layers: 1, momentum: 1 }, 1_000_000)).toMatchObject({ nearChance: true });
  });
});

/**
 * Real trainings on shapes, validated at many steps by moving averages and by re-estimated statistics of the same weights
 * (docs/measurements/bench-notes.md). What the moving averages find of what there is above chance, 10 %:
 */
describe('measured trainings', () => {
  const rows = measured.rows as [string, number, number, number, number, number][];
  const found = (chosen: (nearChance: boolean | undefined) => boolean) =>
    rows
      .filter(([, layers, momentum, steps]) => chosen(laggingAfter({ layers, momentum }, steps)?.nearChance))
      .map(([, , , , precise, moving]) => (moving - 0.1) / (precise - 0.1))
      .sort((a, b) => a - b);
  const median = (values: readonly number[]) => values[values.length >> 1]!;
  const shareBelowHalf = (values: readonly number[]) =>
    values.filter((value) => value < 0.5).length / values.length;

  test('near chance: next to nothing', () => {
    const shares = found((nearChance) => nearChance === true);
    expect(median(shares)).toBeLessThan(0.15);
    expect(shareBelowHalf(shares)).toBeGreaterThan(0.9);
  });

  test('too low: less than there is', () => {
    const shares = found((nearChance) => nearChance === false);
    expect(median(shares)).toBeLessThan(0.8);
    expect(median(shares)).toBeGreaterThan(0.5);
  });

  test('settled: nearly all, and seldom less than half', () => {
    const shares = found((nearChance) => nearChance === undefined);
    expect(median(shares)).toBeGreaterThan(0.9);
    expect(shareBelowHalf(shares)).toBeLessThan(0.06);
  });

  test('the first try of today, and what the old hint said would do', () => {
    const at = (steps: number) =>
      rows.find(
        ([training, , momentum, step]) =>
          training.startsWith('ResNet-18, batch 256') && momentum === 0.99 && step === steps,
      )!;
    expect(at(200).slice(4)).toEqual([0.366, 0.098]);
    expect(at(300).slice(4)).toEqual([0.394, 0.126]);
    expect(laggingAfter({ layers: 20, momentum: 0.99 }, 360)).toBeDefined();
    expect(at(600).slice(4)).toEqual([0.422, 0.386]);
    expect(laggingAfter({ layers: 20, momentum: 0.99 }, 600)).toBeUndefined();
  });
});
