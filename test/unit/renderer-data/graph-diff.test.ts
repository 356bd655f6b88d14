import { analyze } from '../../../core/analysis/analyze';
import { setGroupCollapsed } from '../../../core/edit';
import { jointAnalysis, jointGraph } from '../../../core/edit/joint-graph';
import { removeShortcuts } from '../../../core/network/shortcuts';
import { buildPreset } from '../../../core/presets';
import { buildScene } from '../../../renderer/build/editor/scene';
import { useDocuments } from '../../../renderer/state/documents';
import { showComparison, useComparedGraph } from '../../../renderer/state/graphDiff';

const net = buildPreset('resnet20', { style: 'cifar' });
const plain = buildPreset('plain20', { style: 'cifar' });
const unfolded = (document: typeof net) =>
  setGroupCollapsed(
    document,
    document.groups.map(({ id }) => id),
    false,
  );

function sceneBeside(first: typeof net, second: typeof net) {
  const joint = jointGraph(first, second);
  return buildScene(joint.document, jointAnalysis(joint, analyze(first), analyze(second)), joint);
}

test('layers of the other graph are ghosts that cannot be edited, and no problems of the open one', () => {
  const { nodes, edges } = sceneBeside(unfolded(net), unfolded(plain));
  const add = nodes.find(({ id }) => id === 'stage1.block1.add')!;
  expect(add).toMatchObject({ selectable: false, draggable: false, connectable: false });
  expect(add.data).toMatchObject({ ghost: true, mark: 'removed', severity: '' });
  expect(add.ariaLabel).toBe('Add stage1.block1.add, removed, 32×32×16');
  const conv = nodes.find(({ id }) => id === 'stage1.block1.conv1')!;
  expect(conv.selectable).toBeUndefined();
  expect(conv.data).toMatchObject({ ghost: false, mark: '' });
  const gone = edges.filter(({ data }) => data?.mark === 'removed');
  expect(gone.length).toBeGreaterThanOrEqual(9);
  expect(gone.every(({ selectable, data }) => selectable === false && data?.muted)).toBe(true);
});

test('a folded group counts what differs inside', () => {
  const folded = sceneBeside(net, setGroupCollapsed(unfolded(plain), ['stage1'], true));
  const stage = folded.nodes.find(({ id }) => id === 'group:stage1')!;
  expect(stage.data).toMatchObject({ mark: 'changed', changes: '−3' });
});

test('the shortcuts removed by hand and those a plain preset never had are marked alike', () => {
  const marks = (second: typeof net) =>
    sceneBeside(unfolded(net), unfolded(second))
      .nodes.filter(({ data }) => data.mark === 'removed')
      .map(({ id }) => id)
      .sort();
  expect(marks(removeShortcuts(net))).toEqual(marks(plain));
});

test('two graphs are compared in a tab that has one of them, or else in a new one', () => {
  const first = { name: 'with', graph: net };
  const second = { name: 'without', graph: plain };
  const compared = () => useComparedGraph.getState().compared;
  const { open, apply } = useDocuments.getState();
  const tabs = () => useDocuments.getState().documents.length;

  const own = open(setGroupCollapsed(net, ['stage1'], false));
  showComparison(first, second);
  expect([tabs(), compared()]).toEqual([1, { documentId: own, ...second }]);

  const other = open(plain);
  open(buildPreset('resnet20', { style: 'study' }));
  showComparison(first, second);
  expect([tabs(), compared()]).toEqual([3, { documentId: other, ...first }]);
  expect(useDocuments.getState().activeId).toBe(other);

  for (const id of [own, other])
    apply(id, (graph) => ({ ...graph, edges: graph.edges.slice(1) }), { label: 'cut' });
  showComparison(first, second);
  expect([tabs(), compared()?.name]).toEqual([4, 'with']);
});
