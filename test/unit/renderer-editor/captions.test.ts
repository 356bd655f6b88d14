import { membersOf } from '../../../core/edit';
import { textOf } from '../../../core/messages';
import { buildPreset } from '../../../core/presets';
import { groupCaption, layerCaption, layerTitle } from '../../../renderer/build/editor/captions';
import {
  arcPath,
  forkPath,
  joinPath,
  mainPath,
  roundedPath,
} from '../../../renderer/build/editor/edges/path';
import { findItems } from '../../../renderer/build/editor/findOperators';
import { parseInputShape } from '../../../renderer/build/presets/openPreset';
import { listText, readList, readNumber } from '../../../renderer/ui/readNumbers';

describe('groups and layers in words', () => {
  const document = buildPreset('resnet50');
  const caption = (id: string) => {
    const group = document.groups.find((each) => each.id === id)!;
    return groupCaption(document, group, [...membersOf(document, id)]);
  };
  test.each([
    ['stem', '7×7/2 · BN · ReLU · pool'],
    ['stage1', '3 × bottleneck 64'],
    ['stage2.block1', 'bottleneck 128 · /2'],
  ])('%s: %s', (id, words) => expect(caption(id)).toBe(words));

  test('an activation is called by its function', () => {
    const node = document.nodes.find((each) => each.id === 'stem.relu')!;
    expect(layerTitle(node)).toBe('ReLU');
    expect(layerCaption(node)).toBe('');
    expect(layerCaption({ id: 'x', type: 'Conv2D', params: { filters: 0 } })).toBe('see the problem');
  });
});

describe('numbers as people type them', () => {
  test.each([
    ['64', true, 64],
    [' 1e-3 ', false, 0.001],
  ])('%j', (text, whole, value) => expect(readNumber(text, whole)).toEqual({ value }));
  test.each([
    ['', true],
    ['6.5', true],
    ['many', false],
    ['Infinity', false],
  ])('%j is none', (text, whole) => expect(readNumber(text, whole)).toHaveProperty('problem'));
  test.each([
    ['3', 2, [3, 3]],
    ['3x5', 2, [3, 5]],
    ['3 × 5', 2, [3, 5]],
    ['32 32 3', undefined, [32, 32, 3]],
    ['32, 32, 3', undefined, [32, 32, 3]],
  ])('%j as a list', (text, length, value) => expect(readList(text, length)).toEqual({ value }));
  test.each([
    ['1x2x3', 2],
    ['a', 2],
    ['', undefined],
    ['1.5', undefined],
  ])('%j is no list', (text, length) => expect(readList(text, length)).toHaveProperty('problem'));
  test('and back', () => expect(listText([3, 5])).toBe('3 × 5'));
  test('input shapes', () => {
    expect(parseInputShape('32 × 32 × 3')).toEqual([32, 32, 3]);
    expect(parseInputShape('224x224x3')).toEqual([224, 224, 3]);
    for (const bad of ['32x32', '0x32x3', 'x', '32x32x3x1', '']) expect(parseInputShape(bad)).toBeUndefined();
  });
});

describe('paths of wires', () => {
  const source = { x: 0, y: 0 };
  test('straight down where the ends are in line', () => {
    expect(mainPath({ source, target: { x: 0, y: 90 } })).toEqual([source, { x: 0, y: 90 }]);
    expect(roundedPath([source, { x: 0, y: 90 }])).toBe('M 0 0 L 0 90');
  });
  test('an arc leaves at the fork, runs down its lane and enters from the side', () => {
    const { points } = arcPath(
      { source, target: { x: 95, y: 200 } },
      { laneX: 180, forkY: 11, branches: true },
    );
    expect(points.at(0)).toEqual({ x: 0, y: 11 });
    expect(points.slice(-3)).toEqual([
      { x: 180, y: 11 },
      { x: 180, y: 200 },
      { x: 95, y: 200 },
    ]);
  });
  test('a projection hangs in its lane', () => {
    const fork = forkPath({ source, target: { x: 250, y: 80 } }, { laneX: 250, forkY: 11, branches: false });
    expect(fork).toEqual([source, { x: 0, y: 11 }, { x: 250, y: 11 }, { x: 250, y: 80 }]);
    expect(joinPath({ source: { x: 250, y: 120 }, target: { x: 95, y: 200 } })).toEqual([
      { x: 250, y: 120 },
      { x: 250, y: 200 },
      { x: 95, y: 200 },
    ]);
  });
  test('corners are no rounder than their legs allow', () => {
    const path = roundedPath([source, { x: 0, y: 10 }, { x: 100, y: 10 }]);
    expect(path).toBe('M 0 0 L 0 5 Q 0 10 5 10 L 100 10');
  });
});

test('the palette is searched by title first, then by keywords', () => {
  expect(findItems('conv')[0]!.items[0]!.title).toBe('Conv2D');
  expect(findItems('skip').flatMap((section) => section.items.map((each) => textOf(each.title)))).toContain(
    'Basic block',
  );
  expect(findItems('zebra')).toEqual([]);
});
