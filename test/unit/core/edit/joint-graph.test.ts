import { jointGraph } from '../../../../core/edit/joint-graph';
import type { DiffMark } from '../../../../core/graph/diff-marks';
import { effectiveDocument } from '../../../../core/network/effective';
import { removeShortcuts } from '../../../../core/network/shortcuts';
import { buildPreset } from '../../../../core/presets';

const net = buildPreset('resnet20', { style: 'cifar' });
const plain = buildPreset('plain20', { style: 'cifar' });
const counted = (marks: Readonly<Record<string, DiffMark>>, mark: DiffMark, ids: readonly { id: string }[]) =>
  ids.filter(({ id }) => marks[id] === mark).length;

test('removed layers are where they were, and the path goes through them', () => {
  const { document, marks, gone } = jointGraph(net, plain);
  const ids = document.nodes.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const at = ids.indexOf('stage1.block1.add');
  expect(at).toBeGreaterThan(ids.indexOf('stage1.block1.bn2'));
  expect(at).toBeLessThan(ids.indexOf('stage1.block2.conv1'));
  expect(gone.has('stage1.block1.add')).toBe(true);
  const into = document.edges.filter(({ target }) => target === 'stage1.block1.add');
  expect(into.map(({ source, muted = false }) => [source, muted])).toEqual([
    ['stage1.block1.bn2', false],
    [expect.any(String), true],
  ]);
  expect(marks.edges[into[1]!.id]).toBe('removed');
  expect(marks.edges[into[0]!.id]).toBeUndefined();
  // The plain network's wire past the Add is the path through it.
  expect(document.edges.some(({ source, target }) => source.endsWith('bn2') && target.includes('relu'))).toBe(
    false,
  );
  expect(marks.items['stage1.block1']).toBe('changed');
  // Its output went to a shortcut; the stem itself is the same.
  expect(marks.items.stem).toBeUndefined();
});

test('shortcuts that were removed on the canvas look like those that a plain network never had', () => {
  const { document, marks } = jointGraph(net, removeShortcuts(net));
  expect(document.nodes).toHaveLength(net.nodes.length);
  expect(document.edges).toHaveLength(net.edges.length);
  expect(counted(marks.items, 'removed', net.nodes)).toBe(
    net.nodes.length - effectiveDocument(removeShortcuts(net)).nodes.length,
  );
  expect(counted(marks.edges, 'removed', net.edges)).toBe(9);
});

test('added layers are marked, and the wire that they replace is not drawn', () => {
  const { document, marks, gone } = jointGraph(plain, net);
  expect(gone.size).toBe(0);
  expect(document.nodes).toEqual(net.nodes);
  expect(document.edges).toHaveLength(net.edges.length);
  expect(marks.items['stage1.block1.add']).toBe('added');
  expect(Object.values(marks.edges)).not.toContain('removed');
});

test('blocks that were removed are groups of their own, within their stage', () => {
  const deep = buildPreset('resnet32', { style: 'cifar' });
  const { document, marks } = jointGraph(deep, net);
  const group = document.groups.find(({ id }) => id === 'stage1.block5')!;
  expect(group.parent).toBe('stage1');
  expect(marks.items['stage1.block5']).toBe('removed');
  expect(marks.items.stage1).toBe('changed');
  expect(marks.items['stage1.block1']).toBeUndefined();
  const main = document.edges.filter(({ target }) => target === 'stage1.block4.conv1');
  expect(main).toHaveLength(1);
  expect(main[0]!.muted).toBeUndefined();
});

test('every layer of ResNet-50 beside ResNet-34 is on a path, and only once', () => {
  const [small, large] = ['resnet34', 'resnet50'].map((id) => buildPreset(id)) as [typeof net, typeof net];
  for (const [first, second] of [
    [small, large],
    [large, small],
  ] as const) {
    const { document, marks } = jointGraph(first, second);
    const ids = new Set(document.nodes.map(({ id }) => id));
    expect(ids.size).toBe(document.nodes.length);
    expect(new Set(document.edges.map(({ id }) => id)).size).toBe(document.edges.length);
    for (const { source, target } of document.edges)
      expect([ids.has(source), ids.has(target)]).toEqual([true, true]);
    const fed = new Set(document.edges.map(({ target }) => target));
    expect(document.nodes.filter(({ id, type }) => type !== 'Input' && !fed.has(id))).toEqual([]);
    expect(marks.items['stage2.block1']).toBe('changed');
  }
});

test('the same network twice has no marks', () => {
  const { document, marks } = jointGraph(net, net);
  expect(document).toEqual(net);
  expect([marks.items, marks.edges].map((one) => ({ ...one }))).toEqual([{}, {}]);
});
