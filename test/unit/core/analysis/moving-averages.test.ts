/** Trainings that are too short for BatchNormalization's moving averages. */
import { analyze } from '../../../../core/analysis/analyze';
import { batchNormLayers, laggingAfter, settlingSteps } from '../../../../core/analysis/moving-averages';
import { removeShortcuts } from '../../../../core/graph/shortcuts';
import { buildPreset } from '../../../../core/presets';

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
