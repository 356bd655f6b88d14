import { analyze } from '../../../core/analysis/analyze';
import { foldedAtFirst, setGroupCollapsed } from '../../../core/edit';
import type { GraphDocument } from '../../../core/graph/document';
import { buildPreset } from '../../../core/presets';
import { labelsOf } from '../../../renderer/build/editor/far/labels';
import { closedCount, closedFrames, detailsOf, FAR } from '../../../renderer/build/editor/far/levels';
import { hitAt, NONE_CLOSED, placesOf } from '../../../renderer/build/editor/far/places';
import { groupKey } from '../../../renderer/build/editor/outline';
import { buildScene } from '../../../renderer/build/editor/scene';

const unfolded = (document: GraphDocument) =>
  setGroupCollapsed(
    document,
    document.groups.map(({ id }) => id),
    false,
  );
const document = unfolded(buildPreset('resnet34'));
const scene = buildScene(document, analyze(document));
const places = placesOf(scene);
const details = detailsOf(scene, places);
const closedAt = (zoom: number) => closedFrames(details, closedCount(details, zoom), scene);
const middle = (id: string) => {
  const { x, y, width, height } = places.boxes.get(id)!;
  return { x: x + width / 2, y: y + height / 2 };
};

const BLOCK = 'stage2.block1';

describe('where things are', () => {
  test('a node in frames lies within them', () => {
    const inner = places.boxes.get(`${BLOCK}.conv1`)!;
    const frame = places.boxes.get(groupKey(BLOCK))!;
    const stage = places.boxes.get(groupKey('stage2'))!;
    expect(inner.y).toBeGreaterThan(frame.y);
    expect(inner.y + inner.height).toBeLessThan(frame.y + frame.height);
    expect(frame.y).toBeGreaterThan(stage.y);
    expect(places.bounds.height).toBeGreaterThan(stage.height);
  });

  test('what is in an area is what looking at everything finds', () => {
    const { x, y, width } = places.boxes.get(groupKey(BLOCK))!;
    const area = { x: x - 100, y: y + 70, width, height: 900 };
    const expected = scene.nodes.flatMap(({ id }, index) => {
      const box = places.boxes.get(id)!;
      const isThere =
        box.x <= area.x + area.width &&
        area.x <= box.x + box.width &&
        box.y <= area.y + area.height &&
        area.y <= box.y + box.height;
      return isThere ? [index] : [];
    });
    expect(expected.length).toBeGreaterThan(5);
    expect(places.nodesIn(area)).toEqual(expected);
    expect(places.edgesIn(area).length).toBeGreaterThan(5);
    expect(places.edgesIn(area).length).toBeLessThan(scene.edges.length / 2);
    expect(places.nodesIn({ x: 1e6, y: 1e6, width: 1e9, height: 1e9 })).toEqual([]);
  });
});

describe('levels', () => {
  test('text that can be read is in frames that are open', () => {
    expect(closedAt(FAR).closed.size).toBe(0);
  });

  test('blocks close before the stages around them', () => {
    const blocks = closedAt(0.1);
    expect(blocks.closed).toContain(groupKey(BLOCK));
    expect(blocks.closed).not.toContain(groupKey('stage2'));
    expect(blocks.hidden.get(`${BLOCK}.conv1`)).toBe(groupKey(BLOCK));
    const stages = closedAt(0.001);
    expect(stages.closed).toContain(groupKey('stage2'));
    expect(stages.closed).not.toContain(groupKey(BLOCK));
    expect(stages.hidden.get(`${BLOCK}.conv1`)).toBe(groupKey('stage2'));
  });

  test('a folded graph has nothing to close', () => {
    const folded = foldedAtFirst(buildPreset('resnet34'));
    const other = buildScene(folded, analyze(folded));
    expect(detailsOf(other, placesOf(other)).frames).toEqual([]);
  });
});

describe('what is under the pointer', () => {
  test('a layer, or the closed block that is drawn in its place', () => {
    const at = middle(`${BLOCK}.conv1`);
    expect(hitAt(scene, places, at, 0, NONE_CLOSED)).toEqual({ node: `${BLOCK}.conv1` });
    expect(hitAt(scene, places, at, 0, closedAt(0.1))).toEqual({ node: groupKey(BLOCK) });
  });

  test('a frame at its head only', () => {
    const { x, y, height } = places.boxes.get(groupKey(BLOCK))!;
    expect(hitAt(scene, places, { x: x + 9, y: y + 9 }, 0, NONE_CLOSED)).toEqual({ node: groupKey(BLOCK) });
    expect(hitAt(scene, places, { x: x + 9, y: y + height - 9 }, 0, NONE_CLOSED)).toEqual({});
  });

  test('a wire within reach, but no wire that a closed block hides', () => {
    const edge = scene.edges.find(({ source }) => source === `${BLOCK}.conv1`)!;
    const [start, end] = places.wires.get(edge.id)!;
    const at = { x: start!.x + 5, y: (start!.y + end!.y) / 2 };
    expect(hitAt(scene, places, at, 8, NONE_CLOSED)).toEqual({ edge: edge.id });
    expect(hitAt(scene, places, at, 2, NONE_CLOSED)).toEqual({});
    expect(hitAt(scene, places, at, 8, closedAt(0.1))).toEqual({ node: groupKey(BLOCK) });
  });
});

describe('names in far views', () => {
  const widthOf = (text: string) => 7 * text.length;
  const at = (zoom: number, costs = false) => {
    const view = { x: 500, y: 20, zoom, width: 1000, height: 800 };
    return labelsOf(scene.nodes, (id) => places.boxes.get(id)!, closedAt(zoom), view, widthOf, costs);
  };

  test('stages are named, beside what is too narrow', () => {
    const texts = at(0.03).filter(({ isLandmark }) => isLandmark);
    expect(texts.map(({ text }) => text)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^Stage 1 · 3 × basic 64/)]),
    );
    for (const { align } of texts) expect(align).toBe('right');
  });

  test('where costs are shown, they are behind the names of stages', () => {
    expect(at(0.03, true).map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Stage 1 · 223 k · 14.2 M · 344 kB']),
    );
  });

  test('closed blocks are named inside, by their number where there is little room', () => {
    const texts = at(0.1).filter(({ isLandmark }) => !isLandmark);
    expect(texts.map(({ text }) => text)).toContain('1');
    for (const { align } of texts) expect(align).toBe('center');
  });
});
