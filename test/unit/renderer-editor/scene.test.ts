import { analyze } from '../../../core/analysis/analyze';
import {
  addNode,
  foldedAtFirst,
  membersOf,
  setBypassed,
  setGroupCollapsed,
  setParams,
  setTrainable,
} from '../../../core/edit';
import { emptyDocument, type GraphDocument } from '../../../core/graph/document';
import { removeShortcuts } from '../../../core/network/shortcuts';
import { buildPreset } from '../../../core/presets';
import { carryOver } from '../../../renderer/build/editor/carryOver';
import { buildScene } from '../../../renderer/build/editor/scene';
import { wireWidth } from '../../../renderer/build/editor/sceneEdge';
import type { FoldData, LayerData } from '../../../renderer/build/editor/sceneTypes';

const scene = (document: GraphDocument) => buildScene(document, analyze(document));
const resnet18 = foldedAtFirst(buildPreset('resnet18'));
const open = setGroupCollapsed(resnet18, ['stage2', 'stage2.block1'], false);
const data = <T>(document: GraphDocument, key: string) =>
  scene(document).nodes.find((node) => node.id === key)!.data as T;

test('a folded stage counts its shortcuts, in force and muted', () => {
  expect(data<FoldData>(resnet18, 'group:stage1')).toMatchObject({
    title: 'Stage 1',
    shortcuts: 2,
    muted: 0,
  });
  expect(data<FoldData>(removeShortcuts(resnet18), 'group:stage1')).toMatchObject({ shortcuts: 0, muted: 2 });
  expect(data<FoldData>(foldedAtFirst(buildPreset('plain18')), 'group:stage1')).toMatchObject({
    shortcuts: 0,
    muted: 0,
  });
});

test('screen readers hear what a node is, its shape and its problem', () => {
  const labels = (document: GraphDocument) => scene(document).nodes.map(({ ariaLabel }) => ariaLabel);
  expect(labels(open)).toEqual(
    expect.arrayContaining(['Stage 1, folded group, 8×8×64', 'Conv2D stage2.block1.conv1, 4×4×128']),
  );
  const broken = setParams(open, 'stage2.block1.conv1', { filters: 0 });
  expect(labels(broken)).toContainEqual(
    expect.stringMatching(/^Conv2D stage2\.block1\.conv1.*, Error: .*Received: 0/),
  );
});

test('muted shortcuts leave ghosts: the projection and the Add, nothing else', () => {
  const document = removeShortcuts(open);
  const ghosts = scene(document)
    .nodes.filter((node) => (node.data as LayerData).ghost)
    .map((node) => node.id);
  expect(ghosts.sort()).toEqual([
    'stage2.block1.add',
    'stage2.block1.shortcut.bn',
    'stage2.block1.shortcut.conv',
  ]);
  const muted = scene(document).edges.filter((edge) => edge.data!.muted);
  expect(muted.length).toBeGreaterThanOrEqual(3);
  // The Add passes on what comes in, so the wire behind it still tells a shape.
  expect(scene(document).edges.find((edge) => edge.source === 'stage2.block1.add')!.data!.shape).toBe(
    '4×4×128',
  );
});

test('a problem is on its node at once, and on the fold that hides it', () => {
  const broken = setParams(open, 'stage2.block1.conv1', { filters: 0 });
  expect(data<LayerData>(broken, 'stage2.block1.conv1')).toMatchObject({ severity: 'error' });
  expect(data<LayerData>(broken, 'stage2.block1.conv1').problem).toMatch(
    /filters must be at least 1.*Received: 0/,
  );
  const folded = setGroupCollapsed(broken, ['stage2'], true);
  expect(data<FoldData>(folded, 'group:stage2').severity).toBe('error');
});

test('a node that is not yet wired is a warning, not a ghost', () => {
  const { document, id } = addNode(removeShortcuts(resnet18), { type: 'Dropout' });
  expect(data<LayerData>(document, id)).toMatchObject({ ghost: false });
});

test('an edit keeps the identity of what it leaves alone', () => {
  const before = scene(open);
  const after = scene(setParams(open, 'head.dense', { units: 11 }));
  const nodes = carryOver(before.nodes, after.nodes);
  const kept = nodes.filter((node, index) => node === before.nodes[index]).map((node) => node.id);
  const drawnAnew = nodes.map((node) => node.id).filter((id) => !kept.includes(id));
  expect(drawnAnew).toEqual(['head.dense']);
  expect(carryOver(before.edges, after.edges).every((edge, index) => edge === before.edges[index])).toBe(
    true,
  );
});

test('the selection is carried over', () => {
  const before = scene(open).nodes.map((node) => (node.id === 'input' ? { ...node, selected: true } : node));
  const after = carryOver(before, scene(setParams(open, 'head.dense', { units: 11 })).nodes);
  expect(after.filter((node) => node.selected).map((node) => node.id)).toEqual(['input']);
});

test('wires grow with channels, within bounds', () => {
  expect(wireWidth(3)).toBe(1.5);
  expect(wireWidth(64)).toBeGreaterThan(wireWidth(16));
  expect(wireWidth(4096)).toBe(wireWidth(1e6));
});

test('frozen layers are marked, also on what is folded around them', () => {
  const folded = setGroupCollapsed(buildPreset('resnet20'), ['stage1', 'stage2'], true);
  const frozen = setTrainable(folded, [...membersOf(folded, 'stage1'), 'stage2.block1.conv1'], false);
  const marks = Object.fromEntries(
    scene(frozen).nodes.map(({ data: { name, frozen: mark } }) => [name, mark]),
  );
  expect(marks).toMatchObject({ stage1: 'all', stage2: 'some', stem: '', stage3: '' });
  const open = scene(setGroupCollapsed(frozen, ['stage1', 'stage1.block1', 'stage2'], false)).nodes;
  const markOf = (id: string) => open.find(({ data }) => data.name === id)?.data.frozen;
  expect(['stage1', 'stage1.block1.conv1', 'stage1.block1.relu1', 'stage2.block1'].map(markOf)).toEqual([
    'all',
    'all',
    '',
    'some',
  ]);
});

test('a bypassed layer is a ghost, and the edge after it carries what came into it', () => {
  const name = 'stage2.block1.conv1';
  const bypassed = setBypassed(open, [name], true);
  expect(data<LayerData>(bypassed, name).ghost).toBe(true);
  const shapes = (document: GraphDocument) =>
    scene(document)
      .edges.filter(({ source, target }) => source === name || target === name)
      .map((edge) => edge.data?.shape);
  expect(new Set(shapes(open)).size).toBe(2);
  expect(new Set(shapes(bypassed)).size).toBe(1);
});

test('what only lacks something yet is unfinished, and no error', () => {
  const severity = (document: GraphDocument, key: string) => data<LayerData>(document, key).severity;
  const drawn = addNode(emptyDocument('drawn'), { type: 'Conv2D' }).document;
  expect(severity(drawn, 'conv2d')).toBe('unfinished');
  expect(severity(setParams(drawn, 'conv2d', { filters: 0 }), 'conv2d')).toBe('error');
  const begun = addNode(emptyDocument('begun'), { type: 'Input' }).document;
  expect(severity(begun, 'input')).toBe('unfinished');
});
