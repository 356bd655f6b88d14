/** Trainings that are too short for BatchNormalization's moving averages. */
import { movingAverageWords } from '../../../../core/analysis/moving-averages';
import { buildPreset } from '../../../../core/presets';

describe('moving averages of BatchNormalization', () => {
  const resnet20 = buildPreset('resnet20');

  test('a training too short for them is said, with the steps that would do', () => {
    // 0.99 ** 160 = 0.200; 0.99 ** 299 = 0.0495.
    expect(movingAverageWords([resnet20], 160)).toMatch(
      /after 160 steps .*\(momentum 0.99\) keeps 20 % .*; 299 steps would do\.$/,
    );
    expect(movingAverageWords([resnet20], 299)).toBeUndefined();
  });

  test('networks without them, or with a quicker one, raise nothing', () => {
    const without = {
      ...resnet20,
      nodes: resnet20.nodes.filter(({ type }) => type !== 'BatchNormalization'),
    };
    expect(movingAverageWords([without], 1)).toBeUndefined();
    expect(movingAverageWords([buildPreset('resnet20', { style: 'paper' })], 160)).toBeUndefined();
    expect(movingAverageWords([buildPreset('resnet20', { style: 'paper' }), resnet20], 160)).toContain(
      '0.99',
    );
  });
});
