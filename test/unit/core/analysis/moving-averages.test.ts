/** Trainings that are too short for BatchNormalization's moving averages. */
import { analyze } from '../../../../core/analysis/analyze';
import {
  batchNormLayers,
  movingAverageWords,
  settlingSteps,
} from '../../../../core/analysis/moving-averages';
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
    expect(steps(20, 0.99)).toBeGreaterThan(steps(2, 0.99));
    expect(steps(20, 0.99)).toBeGreaterThan(steps(20, 0.9));
    expect(steps(3, 0)).toBe(0);
    expect(steps(0, 0.99)).toBe(0);
    expect(steps(1, 1)).toBe(Number.POSITIVE_INFINITY);
  });

  test('a training too short for them is warned of, with the steps that it takes', () => {
    const needed = settlingSteps(resnet20);
    expect(movingAverageWords([resnet20], needed - 1)).toContain(`after ${needed - 1} steps`);
    expect(movingAverageWords([resnet20], needed - 1)).toMatch(new RegExp(`takes about ${needed} steps\\.$`));
    expect(movingAverageWords([resnet20], needed)).toBeUndefined();
    expect(movingAverageWords([{ layers: 1, momentum: 1 }], 1_000_000)).toContain('never will');
  });

  test('the slowest network is warned of, and one without BatchNormalization is not', () => {
    expect(movingAverageWords([{ layers: 0, momentum: 0 }], 1)).toBeUndefined();
    expect(movingAverageWords([], 1)).toBeUndefined();
    const paper = layersOf('resnet20', { style: 'paper' });
    expect(movingAverageWords([paper], 160)).toBeUndefined();
    expect(movingAverageWords([paper, resnet20], 160)).toContain('0.99');
  });
});
