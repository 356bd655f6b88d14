import { analyze } from '../../../core/analysis/analyze';
import { foldedAtFirst, moveNodes, setGroupCollapsed } from '../../../core/edit';
import { type Arrangement, emptyDocument, type GraphDocument } from '../../../core/graph/document';
import { buildPreset } from '../../../core/presets';
import '../../../renderer/build/commands/view';
import { placesOf } from '../../../renderer/build/editor/far/places';
import type { Box } from '../../../renderer/build/editor/layout';
import { groupKey } from '../../../renderer/build/editor/outline';
import { buildScene } from '../../../renderer/build/editor/scene';
import { cutsOf } from '../../../renderer/build/editor/wrap';
import { commandsById } from '../../../renderer/commands/registry';
import { activeDocument, useDocuments } from '../../../renderer/state/documents';

const unfolded = (document: GraphDocument) =>
  setGroupCollapsed(
    document,
    document.groups.map((group) => group.id),
    false,
  );

/** As many convolutions in a row, with other edges. */
function chain(count: number, others: readonly (readonly [number, number])[] = []): GraphDocument {
  const rows = Array.from({ length: count - 1 }, (_, index) => [index, index + 1] as const);
  return {
    ...emptyDocument('chain'),
    nodes: Array.from({ length: count }, (_, index) => ({
      ...{ id: `conv${index}`, type: 'Conv2D', params: { filters: 8 } },
    })),
    edges: [...rows, ...others].map(([from, to], index) => ({
      ...{ id: `edge${index}`, source: `conv${from}`, target: `conv${to}`, port: index < count - 1 ? 0 : 1 },
    })),
  };
}

const GRAPHS: Record<string, GraphDocument> = {
  'ResNet-50, folded': foldedAtFirst(buildPreset('resnet50')),
  'ResNet-50': unfolded(buildPreset('resnet50')),
  'ResNet-18': unfolded(buildPreset('resnet18')),
  'a plain network': unfolded(buildPreset('plain34')),
  'a chain': chain(40),
};
const CASES = Object.keys(GRAPHS).flatMap((name) =>
  (['columns', 'snake'] as const).map((arrangement) => [name, arrangement] as const),
);

const sceneIn = (document: GraphDocument, arrangement?: Arrangement) =>
  buildScene(arrangement ? { ...document, arrangement } : document, analyze(document));

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe.each(CASES)('%s in the arrangement "%s"', (name, arrangement) => {
  const scene = sceneIn(GRAPHS[name]!, arrangement);
  const straight = sceneIn(GRAPHS[name]!);
  const places = placesOf(scene);
  const { nodes, edges, layout } = scene;

  test('is nearer to the shape of a window', () => {
    const shape = ({ bounds }: Pick<typeof places, 'bounds'>) => bounds.height / bounds.width;
    expect(shape(places)).toBeLessThan(shape(placesOf(straight)) / 2);
    expect([...layout.turns.values()].some(({ gutterX }) => gutterX !== undefined)).toBe(true);
  });

  test('has every node and every edge', () => {
    expect(nodes.map(({ id }) => id)).toEqual(straight.nodes.map(({ id }) => id));
    expect(edges.map(({ id, source, target }) => [id, source, target])).toEqual(
      straight.edges.map(({ id, source, target }) => [id, source, target]),
    );
  });

  test('covers nothing, and frames hold what is inside', () => {
    for (const [index, node] of nodes.entries()) {
      const box = places.boxes.get(node.id)!;
      for (const other of nodes.slice(index + 1)) {
        if (node.parentId !== other.parentId) continue;
        expect([node.id, other.id, overlap(box, places.boxes.get(other.id)!)]).toEqual([
          ...[node.id, other.id, false],
        ]);
      }
      const frame = node.parentId === undefined ? undefined : places.boxes.get(node.parentId)!;
      if (!frame) continue;
      expect(box.x).toBeGreaterThanOrEqual(frame.x);
      expect(box.y).toBeGreaterThanOrEqual(frame.y);
      expect(box.x + box.width).toBeLessThanOrEqual(frame.x + frame.width);
      expect(box.y + box.height).toBeLessThanOrEqual(frame.y + frame.height);
    }
  });

  test('leads no wire through a node', () => {
    const solid = nodes.filter(({ type }) => type !== 'frame');
    const crossed = edges.flatMap(({ id, source, target }) => {
      const points = places.wires.get(id)!;
      return points.slice(1).flatMap((end, index) => {
        const start = points[index]!;
        const line = {
          ...{ x: Math.min(start.x, end.x), y: Math.min(start.y, end.y) },
          ...{ width: Math.abs(end.x - start.x), height: Math.abs(end.y - start.y) },
        };
        const through = solid.filter((node) => overlap(line, places.boxes.get(node.id)!));
        return through.flatMap((node) =>
          node.id === source || node.id === target ? [] : [[id, node.id, line]],
        );
      });
    });
    expect(crossed).toEqual([]);
  });
});

test('what has a way around it is not cut', () => {
  const long = chain(40, [[0, 39]]);
  const { layout } = sceneIn(long, 'columns');
  // Only the value of the first leads on there, by both of its wires.
  expect([...layout.turns.keys()]).toEqual(['edge0', 'edge39']);
  expect(new Set([...layout.boxes].slice(1).map(([, { x }]) => x)).size).toBe(1);
});

test('one value may lead on by several wires, two values may not', () => {
  const link = (from: string, to: string) => ({ from, to, value: from, wire: `${from}>${to}` });
  const links = [link('a', 'b'), link('b', 'c'), link('b', 'd'), link('c', 'd'), link('d', 'e')];
  expect(cutsOf(['a', 'b', 'c', 'd', 'e'], links)).toEqual([true, true, false, true, false]);
});

test('what a person moves stays there, and the rest keeps its columns', () => {
  const document: GraphDocument = { ...chain(40), arrangement: 'columns' };
  const { layout } = sceneIn(document, 'columns');
  const { x, y } = layout.boxes.get('conv25')!;
  const moved = moveNodes(document, { conv25: layout.toStored('conv25', { x: x + 31, y: y + 12 }) });
  const after = sceneIn(moved, 'columns').layout.boxes;
  expect(after.get('conv25')).toMatchObject({ x: x + 31, y: y + 12 });
  for (const id of ['conv0', 'conv24', 'conv39']) expect(after.get(id)).toEqual(layout.boxes.get(id));
});

test('a stage that is unfolded in a snake is wrapped inside', () => {
  const folded = foldedAtFirst(buildPreset('resnet152'));
  const open = setGroupCollapsed(folded, ['stage3'], false);
  const { boxes } = sceneIn(open, 'snake').layout;
  const rows = new Set(
    open.groups.flatMap(({ id, parent }) => (parent === 'stage3' ? boxes.get(groupKey(id))!.y : [])),
  );
  expect(rows.size).toBeGreaterThan(1);
  expect(rows.size).toBeLessThan(36);
});

test('the command arranges the graph and puts back what was moved; undo takes both back', () => {
  const moved = moveNodes(chain(9), { conv3: { x: 300, y: 80 } });
  const { open, undo } = useDocuments.getState();
  open(moved);
  const before = activeDocument()!;
  void commandsById(['view.layout.columns'])[0]!.perform();
  const { document } = activeDocument()!;
  expect(document.arrangement).toBe('columns');
  expect(document.nodes.filter(({ position }) => position)).toEqual([]);
  undo(before.id);
  expect(activeDocument()!.document).toEqual(before.document);
});
