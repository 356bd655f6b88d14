import { removeShortcuts } from '../../../core/network/shortcuts';
import { buildPreset } from '../../../core/presets';
import { comparedDiff, diffMarks } from '../../../renderer/state/graphDiff';

const net = buildPreset('resnet20', { style: 'cifar' });

test('what only the open graph has is marked, and groups are marked by what is inside', () => {
  const marks = diffMarks(net, comparedDiff(net, removeShortcuts(net)));
  expect(marks['stage1.block1.add']).toBe('added');
  expect(marks['stage1.block1.conv1']).toBeUndefined();
  expect(marks['stage1.block1']).toBe('changed');
  const projection = net.groups.find(({ id }) => id === 'stage2.block1.shortcut');
  if (projection) expect(marks[projection.id]).toBe('added');
});

test('the same graph has no marks', () => {
  expect({ ...diffMarks(net, comparedDiff(net, net)) }).toEqual({});
});
