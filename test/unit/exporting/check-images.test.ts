/** How many images a slow reader gets. */

import { analyze } from '../../../core/analysis/analyze';
import { buildPreset } from '../../../core/presets';
import { mostForTfjs } from '../../../main/exporting/check/tfjs';

test('TensorFlow.js in JavaScript is asked about all 32 images of a small network, and about one of a large one', () => {
  const most = (name: 'resnet20' | 'resnet50', side: number) =>
    mostForTfjs({ analysis: analyze(buildPreset(name, { inputShape: [side, side, 3] })) });
  expect(most('resnet20', 16)).toBeGreaterThanOrEqual(32);
  expect(most('resnet50', 224)).toBe(1);
});
