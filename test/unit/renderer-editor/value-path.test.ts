import { setMuted } from '../../../core/edit';
import { buildPreset } from '../../../core/presets';
import { groupKey } from '../../../renderer/build/editor/outline';
import { sceneOf } from '../../../renderer/build/editor/sceneCache';
import { pathThrough } from '../../../renderer/build/views/path';
import { documentOf } from '../../support/documents';

const block = documentOf('block', [
  { id: 'input', type: 'Input' },
  { id: 'conv1', type: 'Conv2D', params: { padding: 'same', filters: 3 } },
  { id: 'conv2', type: 'Conv2D', params: { padding: 'same', filters: 3 } },
  { id: 'add', type: 'Add', from: ['conv2', 'input'] },
  { id: 'pool', type: 'GlobalAveragePooling2D' },
]);
const shortcut = 'input-add-1';
const traced = (document: typeof block, id: string) => {
  const { items, edges } = pathThrough(sceneOf(document).edges, id);
  return { items: [...items].sort(), hasShortcut: edges.has(shortcut) };
};

test('the path through a layer leaves out the shortcut around it', () => {
  expect(traced(block, 'conv1')).toEqual({
    items: ['add', 'conv1', 'conv2', 'input', 'pool'],
    hasShortcut: false,
  });
});

test('the path through a shortcut leaves out the layers that it skips', () => {
  expect(traced(block, shortcut)).toEqual({ items: ['add', 'input', 'pool'], hasShortcut: true });
});

test('a removed shortcut is on no path', () => {
  expect(traced(setMuted(block, [shortcut], true), 'input').hasShortcut).toBe(false);
});

test('folded stages are on the path as one item', () => {
  const document = buildPreset('resnet20');
  const { items } = pathThrough(sceneOf(document).edges, groupKey('stage2'));
  expect(items).toContain(groupKey('stage3'));
  expect(items).toContain('input');
});
