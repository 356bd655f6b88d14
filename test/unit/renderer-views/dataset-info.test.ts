/** What the info page says about a data set, and the points of its scatter plot. */
import type { DatasetInfo } from '../../../core/contract/datasets';
import { balanceText } from '../../../renderer/data/info/balance';
import { leakageText } from '../../../renderer/data/info/leakage';
import { layoutSizes, pointAt } from '../../../renderer/data/info/scatter';
import { shownMembers } from '../../../renderer/data/info/useGroupImages';
import { splitsOf } from '../../../renderer/data/splits';

const info: DatasetInfo = {
  id: 'pets',
  name: 'Pets',
  description: '',
  kind: 'own',
  state: 'ready',
  classes: ['cat', 'dog', 'fish'],
  imageShape: [224, 224, 3],
  sizes: 'varied',
  trainCount: 60,
  valCount: 20,
  valRole: 'test',
  testCount: 0,
  trainPerClass: [40, 15, 5],
  valPerClass: [10, 10, 0],
  testPerClass: [],
  dropped: 0,
  odd: 0,
  splitDescription: '',
  bytes: 1,
  sources: [],
};

describe('balance in words', () => {
  const [train, val] = splitsOf(info);
  test('an uneven split: how uneven, and what always predicting one class would get', () => {
    expect(balanceText(train!, info.classes)).toBe(
      'Training: cat has 8.0 times as many images as fish (40 vs. 5). Always predicting cat would be correct for 66.7% of them.',
    );
  });
  test('an even split that lacks a class', () => {
    expect(balanceText(val!, info.classes)).toBe(
      'Test: the classes with images have 10 images each. No test images of fish.',
    );
  });
  test('an even split', () => {
    expect(balanceText({ ...val!, perClass: [7, 7, 7] }, info.classes)).toBe(
      'Test: every class has 7 images.',
    );
  });
});

describe('leakage in words', () => {
  const leakage = {
    of: 'val',
    in: 'train',
    count: 10_000,
    images: 327,
    exact: 0,
    near: 327,
    labelsDiffer: 0,
  } as const;
  test('near-duplicates', () => {
    expect(leakageText(info, leakage)).toBe(
      '327 of 10,000 test images (3.3%) have a near-duplicate in the training images: accuracy on them measures memorization.',
    );
  });
  test('both kinds, and labels that differ', () => {
    expect(leakageText(info, { ...leakage, exact: 27, near: 300, labelsDiffer: 1 })).toBe(
      '327 of 10,000 test images (3.3%) have a duplicate in the training images (27 exact, 300 near): accuracy on them ' +
        'measures memorization. 1 of them has a different label there.',
    );
  });
  test('none', () => {
    expect(leakageText(info, { ...leakage, images: 0, near: 0 })).toBe(
      'No test image has a duplicate in the training images.',
    );
    expect(leakageText(info, { ...leakage, images: 0, near: 0 }, true)).toBe(
      'No test image has an exact copy in the training images.',
    );
  });
});

test('points of sizes: rarer ones are drawn on top, and the pointer finds the one it is on', () => {
  const scene = layoutSizes(
    [
      { width: 500, height: 375, count: 1 },
      { width: 505, height: 375, count: 400 },
      { width: 100, height: 900, count: 20 },
    ],
    600,
    260,
  );
  expect(scene.points.map(({ count }) => count)).toEqual([400, 20, 1]);
  const [large, tall, small] = scene.points;
  expect(tall!.y).toBeLessThan(small!.y);
  expect(large!.radius).toBe(9);
  expect(pointAt(scene, small!.x, small!.y)).toBe(2);
  expect(pointAt(scene, tall!.x + 3, tall!.y)).toBe(1);
  expect(pointAt(scene, scene.plot.right, scene.plot.top, 10)).toBeUndefined();
});

test('a large group shows some images of each split', () => {
  const members = [
    ...Array.from({ length: 30 }, (_, index) => ({ split: 'train' as const, index, label: 0 })),
    { split: 'val' as const, index: 3, label: 0 },
  ];
  const group = {
    kind: 'near',
    members,
    size: 31,
    crossesSplits: true,
    labelsDiffer: false,
    mirrored: false,
  } as const;
  expect(shownMembers({ ...group, members }, 4).map(({ split }) => split)).toEqual(['train', 'train', 'val']);
});
