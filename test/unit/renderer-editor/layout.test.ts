import { analyze } from '../../../core/analysis/analyze';
import { addNode, connect, foldedAtFirst, moveNodes, setGroupCollapsed } from '../../../core/edit';
import type { GraphDocument } from '../../../core/graph/document';
import { emptyDocument } from '../../../core/graph/document';
import { findShortcuts, removeShortcuts } from '../../../core/network/shortcuts';
import { buildPreset } from '../../../core/presets';
import { NODE_TALL, NODE_WIDTH } from '../../../renderer/build/editor/geometry';
import { type Box, layoutGraph } from '../../../renderer/build/editor/layout';
import { buildOutline, groupKey } from '../../../renderer/build/editor/outline';
import { buildScene } from '../../../renderer/build/editor/scene';
import { drawnWires } from '../../../renderer/build/editor/wires';

const unfolded = (document: GraphDocument) =>
  setGroupCollapsed(
    document,
    document.groups.map((group) => group.id),
    false,
  );

const scene = (document: GraphDocument) => buildScene(document, analyze(document));

/** Boxes in canvas coordinates. */
function absolute(document: GraphDocument): Map<string, Box> {
  const { nodes, layout } = scene(document);
  const parents = new Map(nodes.map((node) => [node.id, node.parentId]));
  return new Map(
    nodes.map((node) => {
      const box = { ...layout.boxes.get(node.id)! };
      for (let at = parents.get(node.id); at !== undefined; at = parents.get(at)) {
        box.x += layout.boxes.get(at)!.x;
        box.y += layout.boxes.get(at)!.y;
      }
      return [node.id, box];
    }),
  );
}

const resnet50 = foldedAtFirst(buildPreset('resnet50'));

test('a preset is a column of folded stages, straight down', () => {
  const { nodes, edges } = scene(resnet50);
  expect(nodes.map((node) => node.id)).toEqual([
    'input',
    'group:stem',
    'group:stage1',
    'group:stage2',
    'group:stage3',
    'group:stage4',
    'head.pool',
    'head.dense',
  ]);
  expect(new Set(nodes.map((node) => node.position.x))).toEqual(new Set([-NODE_WIDTH / 2]));
  const ys = nodes.map((node) => node.position.y);
  expect(ys).toEqual([...ys].sort((a, b) => a - b));
  // One wire between neighbors, though a block reads its input twice.
  expect(edges).toHaveLength(7);
});

test('wires tell shape and parameters, by the analysis', () => {
  const { edges } = scene(resnet50);
  const into = (key: string) => edges.find((edge) => edge.target === key)!.data!;
  expect(into('group:stem')).toMatchObject({ shape: '32×32×3', weight: '' });
  expect(into('group:stage2')).toMatchObject({ shape: '8×8×256', weight: '220 k params' });
  expect(into('head.dense').shape).toBe('2048');
});

describe('unfolded', () => {
  const document = unfolded(resnet50);
  const boxes = absolute(document);

  test('everything on the main path has one middle, through all frames', () => {
    const side = new Set(findShortcuts(document).flatMap((shortcut) => shortcut.nodes));
    expect(side.size).toBe(8);
    for (const node of document.nodes) {
      const box = boxes.get(node.id)!;
      const middle = box.x + box.width / 2;
      if (side.has(node.id)) expect(middle).toBeGreaterThan(NODE_WIDTH);
      else expect(middle).toBe(0);
    }
  });

  test('layers do not overlap, run downwards, and lie inside their frames', () => {
    const layers = document.nodes.map((node) => boxes.get(node.id)!);
    for (const [i, a] of layers.entries())
      for (const b of layers.slice(i + 1)) {
        const apart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(apart).toBe(true);
      }
    for (const edge of document.edges)
      expect(boxes.get(edge.target)!.y).toBeGreaterThanOrEqual(
        boxes.get(edge.source)!.y + boxes.get(edge.source)!.height,
      );
    for (const node of document.nodes) {
      if (node.group === undefined) continue;
      const frame = boxes.get(groupKey(node.group))!;
      const box = boxes.get(node.id)!;
      expect(box.x).toBeGreaterThan(frame.x);
      expect(box.y).toBeGreaterThan(frame.y);
      expect(box.x + box.width).toBeLessThan(frame.x + frame.width);
      expect(box.y + box.height).toBeLessThan(frame.y + frame.height);
    }
  });

  test('every shortcut has a lane at the right of what it passes, inside the frame of its block', () => {
    const { layout, shortcuts } = scene(document);
    expect(shortcuts).toHaveLength(16);
    for (const shortcut of shortcuts) {
      const route = layout.routes.get(shortcut.edgeId)!;
      const group = document.nodes.find((node) => node.id === shortcut.addId)!.group!;
      const frame = boxes.get(groupKey(group))!;
      expect(route.laneX).toBeGreaterThan(NODE_WIDTH / 2);
      expect(route.laneX).toBeLessThan(frame.x + frame.width);
      expect(route.forkY).toBeGreaterThan(frame.y);
      expect(route.forkY).toBeLessThan(boxes.get(shortcut.addId)!.y);
    }
  });

  test('muting changes no place', () => {
    const muted = absolute(removeShortcuts(document));
    for (const [key, box] of boxes) expect(muted.get(key)).toEqual(box);
  });
});

test('it is deterministic, and fast for ResNet-152 with all its layers shown', () => {
  const document = unfolded(buildPreset('resnet152'));
  expect(document.nodes.length).toBeGreaterThan(500);
  const lay = () => {
    const outline = buildOutline(document);
    return layoutGraph(outline, drawnWires(document, outline, findShortcuts(document)), () => NODE_TALL);
  };
  const first = lay();
  const start = performance.now();
  const second = lay();
  const milliseconds = performance.now() - start;
  expect([...second.boxes]).toEqual([...first.boxes]);
  // Far above what it takes (some 20 ms), far below what a person would feel as a stop.
  expect(milliseconds).toBeLessThan(1500);
});

describe('what a person moved', () => {
  test('stays where it was put', () => {
    const moved = moveNodes(resnet50, { stage2: { x: 300, y: 40 } });
    expect(scene(moved).layout.boxes.get('group:stage2')).toMatchObject({ x: 300, y: 40 });
    expect(scene(moved).layout.boxes.get('group:stage3')).toEqual(
      scene(resnet50).layout.boxes.get('group:stage3'),
    );
  });

  test('is pushed down by a group that is unfolded above it, and comes back', () => {
    const moved = moveNodes(resnet50, { 'head.dense': { x: 200, y: 700 } });
    const open = setGroupCollapsed(moved, ['stage1'], false);
    const grown = scene(open).layout.boxes.get('group:stage1')!.height - NODE_TALL;
    expect(grown).toBeGreaterThan(100);
    expect(scene(open).layout.boxes.get('head.dense')!.y).toBe(700 + grown);
    const folded = setGroupCollapsed(open, ['stage1'], true);
    expect(scene(folded).layout.boxes.get('head.dense')!.y).toBe(700);
  });

  test.each([[[]], [['stage1']], [['stage1', 'stage3', 'stage1.block1']]])(
    'a corner on the canvas and its stored position are one another, unfolded: %j',
    (groups) => {
      const pinned = moveNodes(resnet50, { 'head.dense': { x: 200, y: 700 }, stage4: { x: -300, y: 500 } });
      const document = setGroupCollapsed(pinned, groups, false);
      const { layout } = scene(document);
      for (const [key, id] of [
        ['head.dense', 'head.dense'],
        ['group:stage4', 'stage4'],
        ['group:stage1', 'stage1'],
      ] as const) {
        const box = layout.boxes.get(key)!;
        const stored = layout.toStored(key, { x: box.x + 30, y: box.y + 50 });
        const after = scene(moveNodes(document, { [id]: stored })).layout.boxes.get(key)!;
        expect(after).toMatchObject({ x: box.x + 30, y: box.y + 50 });
      }
    },
  );

  test('inside a frame it counts from the main path', () => {
    const document = setGroupCollapsed(resnet50, ['stage1', 'stage1.block1'], false);
    const before = absolute(document).get('stage1.block1.conv2')!;
    const { layout } = scene(document);
    const box = layout.boxes.get('stage1.block1.conv2')!;
    const stored = layout.toStored('stage1.block1.conv2', { x: box.x - 120, y: box.y });
    const after = absolute(moveNodes(document, { 'stage1.block1.conv2': stored }));
    // The frame grows to the left; the main path, and so the layer's place on the canvas, is as dragged.
    expect(after.get('stage1.block1.conv2')).toMatchObject({ x: before.x - 120, y: before.y });
    expect(after.get('stage1.block1.conv1')!.x).toBe(-NODE_WIDTH / 2);
  });
});

test('an identity shortcut of a hand-drawn graph leaves below its source and passes its layer', () => {
  let document = emptyDocument('hand');
  for (const type of ['Input', 'Conv2D', 'Add']) document = addNode(document, { type }).document;
  document = connect(document, { source: 'input', target: 'conv2d' }).document;
  document = connect(document, { source: 'conv2d', target: 'add' }).document;
  document = connect(document, { source: 'input', target: 'add' }).document;
  const { edges } = scene(document);
  const arc = edges.find((edge) => edge.source === 'input' && edge.target === 'add')!;
  expect(arc).toMatchObject({
    targetHandle: 'side',
    data: { part: 'arc', pill: 'shortcut', branches: true },
  });
  expect(arc.data!.laneX).toBeGreaterThan(NODE_WIDTH / 2);
  expect(edges.find((edge) => edge.source === 'conv2d')!.targetHandle).toBe('in');
});
