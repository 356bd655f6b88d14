import { analyze } from '../../../../core/analysis/analyze';
import { costsByStage, costsOf } from '../../../../core/analysis/costs';
import { buildPreset } from '../../../../core/presets';

test('the parts of ResNet-20 in order, which add up to the whole', () => {
  const document = buildPreset('resnet20', { style: 'paper', inputShape: [32, 32, 3] });
  const analysis = analyze(document);
  const parts = costsByStage(document, analysis);
  expect(parts.map(({ group }) => group?.id)).toEqual(['stem', 'stage1', 'stage2', 'stage3', undefined]);
  const sum = (of: 'params' | 'macs' | 'activations') =>
    parts.reduce((total, { costs }) => total + costs[of], 0);
  const whole = costsOf(analysis.order, analysis.nodes);
  expect([sum('params'), sum('macs'), sum('activations')]).toEqual([
    analysis.totals.params,
    analysis.totals.macs,
    whole.activations,
  ]);
  // Convolution, BatchNorm and ReLU of 32×32×16 float32 values.
  expect(parts[0]?.costs.activations).toBe(3 * 32 * 32 * 16 * 4);
  // Six 3×3 convolutions from 16 to 16 channels at 32×32.
  expect(parts[1]?.costs.macs).toBe(6 * 9 * 16 * 16 * 32 * 32);
});
