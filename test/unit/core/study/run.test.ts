import { textOf } from '../../../../core/messages';
import { titleOf } from '../../../../core/study/run';
import { run } from './runs';

test('a run is called by its arm, the values of varied settings, and its seed', () => {
  const plain = run({});
  expect(textOf(titleOf({ ...plain, arm: 'ResNet-20' }))).toBe(`ResNet-20, seed ${plain.settings.seed}`);
  const varied = [{ path: 'optimizer.learningRate', value: 0.02 }];
  expect(textOf(titleOf({ ...plain, arm: 'ResNet-20', varied }))).toBe(
    `ResNet-20, optimizer.learningRate=0.02, seed ${plain.settings.seed}`,
  );
});
