import { diffLines, diffSummary } from '../../../../core/edit/describe-diff';
import { graphDiff, isSame } from '../../../../core/edit/graph-diff';
import type { GraphDocument } from '../../../../core/graph/document';
import { inEnglish } from '../../../../core/messages';
import { removeShortcuts } from '../../../../core/network/shortcuts';
import { buildPreset } from '../../../../core/presets';

const net = buildPreset('resnet20', { style: 'cifar' });
const ids = (nodes: readonly { id: string }[]) => nodes.map(({ id }) => id);

const withNode = (id: string, params: object): GraphDocument => ({
  ...net,
  nodes: net.nodes.map((node) =>
    node.id === id ? { ...node, params: { ...node.params, ...params } } : node,
  ),
});

const renamed = (document: GraphDocument, name: (id: string) => string): GraphDocument => ({
  ...document,
  nodes: document.nodes.map((node) => ({ ...node, id: name(node.id) })),
  edges: document.edges.map((edge) => ({ ...edge, source: name(edge.source), target: name(edge.target) })),
});

test('positions, names and folded groups do not matter', () => {
  const moved = {
    ...net,
    name: 'another',
    nodes: net.nodes.map((node) => ({ ...node, position: { x: 1, y: 2 } })),
  };
  const diff = graphDiff(net, moved);
  expect(isSame(diff)).toBe(true);
  expect(inEnglish(diffSummary(diff))).toBe('The networks are the same.');
  expect(diffLines(diff)).toEqual([]);
});

test('without shortcuts, the Adds and projections are removed and nothing is added but wires past them', () => {
  const diff = graphDiff(net, removeShortcuts(net));
  expect(diff.removed.filter(({ type }) => type === 'Add')).toHaveLength(9);
  expect(diff.added).toEqual([]);
  expect(diff.changed).toEqual([]);
  expect(diff.edgesAdded).toHaveLength(9);
  // The other way round, the same layers are added.
  expect(ids(graphDiff(removeShortcuts(net), net).added)).toEqual(ids(diff.removed));
});

test('a changed parameter is named with both values', () => {
  const id = net.nodes.find(({ type }) => type === 'Conv2D')!.id;
  const diff = graphDiff(net, withNode(id, { filters: 24 }));
  expect(inEnglish(diffSummary(diff))).toBe('1 layer changed');
  expect(diffLines(diff)).toEqual([{ kind: 'changed', id, words: `${id} (Conv2D): Filters 16 → 24` }]);
});

test('renamed layers are found, and their edges are not listed', () => {
  const diff = graphDiff(
    net,
    renamed(net, (id) => (id.startsWith('stage1') ? `first.${id}` : id)),
  );
  expect(diff.renamed.length).toBe(net.nodes.filter(({ id }) => id.startsWith('stage1')).length);
  for (const { before, after } of diff.renamed) expect(after.id).toBe(`first.${before.id}`);
  expect([diff.added, diff.removed, diff.edgesAdded, diff.edgesRemoved]).toEqual([[], [], [], []]);
});

test('a rewired edge is removed and added', () => {
  const [edge] = net.edges;
  const target = net.nodes.at(-1)!.id;
  const diff = graphDiff(net, { ...net, edges: [{ ...edge!, target }, ...net.edges.slice(1)] });
  expect(diff.edgesRemoved.length + diff.removed.length).toBeGreaterThan(0);
});
