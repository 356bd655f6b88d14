/** Layouts of competitions and of ImageNet: what their names and tables of labels make of the pictures. */

import { Refusal } from '../../../../main/basics/refusal';
import { type LayoutOptions, layoutIn } from '../../../../main/datasets/photos/layout/layout';
import { partsOf } from '../../../../main/datasets/photos/layout/parts';
import { splitOfName } from '../../../../main/datasets/photos/layout/split-names';
import { readTable } from '../../../../main/datasets/photos/layout/table';
import { english } from '../../../support/english';

/** @param tables their texts by path */
function layout(paths: readonly string[], tables: Record<string, string> = {}, options: LayoutOptions = {}) {
  const all = [...paths, ...Object.keys(tables)];
  const members = all.map((path, index) => ({ index, path: path.split('/'), bytes: 1 }));
  const read = Object.entries(tables).map(([file, text]) => readTable(file, Buffer.from(text)));
  const parts = partsOf(members, '/home/a/data', options.chosen !== undefined);
  return english(layoutIn(parts, '/home/a/data', { tables: read, ...options }));
}
const counts = ({ photos }: ReturnType<typeof layout>) => {
  const found: Record<string, number> = {};
  for (const { split, className } of photos) {
    found[`${split} ${className}`] = (found[`${split} ${className}`] ?? 0) + 1;
  }
  return found;
};
const numbered = (folder: string, count: number, name = (n: number) => `${n}.jpg`) =>
  Array.from({ length: count }, (_, n) => `${folder}/${name(n)}`);
const catsAndDogs = (folder: string) => [
  ...numbered(folder, 8, (n) => `cat.${n}.jpg`),
  ...numbered(folder, 8, (n) => `dog.${n}.jpg`),
];

test.each([
  ['train', 'train'],
  ['Training_Set', 'train'],
  ['train_images', 'train'],
  ['train-jpg', 'train'],
  ['seg_train', 'train'],
  ['val2017', 'validation'],
  ['valid', 'validation'],
  ['Validation images', 'validation'],
  ['dev', 'validation'],
  ['test1', 'test'],
  ['test_set', 'test'],
  ['seg_pred', 'test'],
  ['bullet_train', undefined],
  ['training shoes', undefined],
  ['cat', undefined],
  ['train_test', undefined],
  ['constructor', undefined],
])('"%s" means %s', (name, split) => expect(splitOfName(name)).toBe(split));

describe('competitions', () => {
  test('dogs-vs-cats: train/cat.0.jpg and test1/1.jpg', () => {
    const found = layout([...catsAndDogs('train'), ...numbered('test1', 4)], {
      'sampleSubmission.csv': 'id,label\n0,0\n1,0\n2,0\n3,0\n',
    });
    expect(found).toMatchObject({ kind: 'folders', labels: 'names', classes: ['cat', 'dog'] });
    expect(counts(found)).toEqual({ 'train cat': 8, 'train dog': 8 });
    expect(found.leftOut).toEqual([
      {
        file: 'test1/',
        count: 4,
        reason: expect.stringContaining('nothing says which classes'),
      },
    ]);
    expect(found.notes).toEqual(['4 images in "test1" have no labels and are skipped.']);
  });

  test('the redux edition: flat train/ and test/; and train/ alone', () => {
    const found = layout([...catsAndDogs('redux/train'), ...numbered('redux/test', 8)]);
    expect(counts(found)).toEqual({ 'train cat': 8, 'train dog': 8 });
    expect(counts(layout(catsAndDogs('train')))).toEqual({ 'train cat': 8, 'train dog': 8 });
  });

  test('train_images, test_images and train.csv: numbers of pictures are no classes, equal names no train pictures', () => {
    const png = (n: number) => `${n}.png`;
    const rows = Array.from({ length: 8 }, (_, n) => `${n}.png,${n % 2}`);
    const found = layout([...numbered('train_images', 8, png), ...numbered('test_images', 8, png)], {
      'train.csv': ['id,label', ...rows].join('\n'),
    });
    expect(found).toMatchObject({ labels: 'table', classes: ['0', '1'] });
    expect(counts(found)).toEqual({ 'train 0': 4, 'train 1': 4 });
    expect(found.photos.every(({ member }) => member.path[0] === 'train_images')).toBe(true);
    expect(found.leftOut).toMatchObject([{ file: 'test_images/', count: 8 }]);
  });

  test('training_set/training_set/cat and test_set/test_set/cat', () => {
    const found = layout([
      ...numbered('training_set/training_set/cat', 3),
      ...numbered('training_set/training_set/dog', 3),
      ...numbered('test_set/test_set/cat', 2),
      ...numbered('test_set/test_set/dog', 1),
    ]);
    expect(found).toMatchObject({ kind: 'splits', labels: 'folders', classes: ['cat', 'dog'] });
    expect(counts(found)).toEqual({ 'train cat': 3, 'train dog': 3, 'test cat': 2, 'test dog': 1 });
  });

  test('ids without an extension, several columns that repeat, folders in pieces', () => {
    const rows = Array.from(
      { length: 12 },
      (_, n) =>
        `HAM_${n},ISIC_00${n},${n % 3 ? 'nv' : 'mel'},histo,${30 + (n % 2)},${n % 2 ? 'male' : 'female'}`,
    );
    const name = (from: number) => (n: number) => `ISIC_00${from + n}.jpg`;
    const found = layout(
      [...numbered('HAM_images_part_1', 6, name(0)), ...numbered('HAM_images_part_2', 6, name(6))],
      {
        'HAM_metadata.csv': ['lesion_id,image_id,dx,dx_type,age,sex', ...rows].join('\r\n'),
      },
    );
    expect(counts(found)).toEqual({ 'train mel': 4, 'train nv': 8 });
    expect(found.table?.columns).toMatchObject({ image: 1, label: 2, labels: [2, 5, 4] });
  });

  test('rows without pictures, pictures without rows, pictures with two labels: counted and said', () => {
    const rows = [
      '0.jpg;cat',
      '1.jpg;dog',
      '2.jpg;cat',
      '3.jpg;dog',
      '3.jpg;cat',
      '9.jpg;dog',
      '8.jpg;dog',
      '1.jpg;dog',
    ];
    const found = layout(numbered('images', 6), {
      'labels.csv': ['\ufefffile;"class"', ...rows].join('\r\n'),
    });
    expect(counts(found)).toEqual({ 'train cat': 2, 'train dog': 1 });
    expect(found.notes).toEqual([
      '2 images have no label in labels.csv.',
      '1 image has several labels in labels.csv.',
      '2 rows of labels.csv name images that are not here (such as "9.jpg").',
    ]);
    expect(found.leftOut.map(({ file, reason }) => `${file}: ${reason}`)).toEqual([
      'images/4.jpg: labels.csv has no label for it',
      'images/5.jpg: labels.csv has no label for it',
      'images/3.jpg: labels.csv has several labels for it',
    ]);
  });

  test('paths in a table tell pictures of one name apart; a column of splits is followed', () => {
    const paths = ['a/1.jpg', 'b/1.jpg', 'a/2.jpg', 'b/2.jpg', 'a/3.jpg', 'b/3.jpg'].map(
      (path) => `images/${path}`,
    );
    const chosen = {
      table: readTable(
        'x.csv',
        Buffer.from(
          `path,kind,set\n${paths.map((path, n) => `"./${path}","kind ""${n % 2}""",${n < 4 ? 'train' : 'test'}`).join('\n')}`,
        ),
      ),
    };
    const found = layout(paths, {}, { chosen });
    expect(counts(found)).toEqual({
      'train kind "0"': 2,
      'train kind "1"': 2,
      'test kind "0"': 1,
      'test kind "1"': 1,
    });
  });

  test('thousands of rows, tabs, columns that a person chose by name and by number', () => {
    const rows = Array.from({ length: 5000 }, (_, n) => `${n}\tc${n % 7}\tk${n % 3}`);
    const table = readTable('t.tsv', Buffer.from(['id\tfine\tcoarse', ...rows].join('\n')));
    const paths = numbered('x', 5000);
    expect(layout(paths, {}, { chosen: { table } }).classes).toHaveLength(7);
    expect(layout(paths, {}, { chosen: { table, labelColumn: 'Coarse' } }).classes).toEqual([
      'k0',
      'k1',
      'k2',
    ]);
    expect(layout(paths, {}, { chosen: { table, imageColumn: '1', labelColumn: '3' } }).classes).toHaveLength(
      3,
    );
    expect(() => layout(paths, {}, { chosen: { table, labelColumn: 'color' } })).toThrow(
      'There is no column "color" in t.tsv. Give a column\'s name or number: id, fine, and coarse.',
    );
    expect(() => layout(paths, {}, { chosen: { table, imageColumn: 'fine' } })).toThrow(
      /The image column must name the images\. The column "fine" of t\.tsv has values such as "c0"\./,
    );
  });
});

describe('ImageNet', () => {
  const trained = ['n01/n01_1.JPEG', 'n01/n01_2.JPEG', 'n02/n02_1.JPEG', 'n02/n02_2.JPEG'].map(
    (path) => `train/${path}`,
  );

  test('val_annotations.txt of Tiny ImageNet: no header, boxes behind the class', () => {
    const lines = [0, 1, 2, 3].map((n) => `val_${n}.JPEG\tn0${1 + (n % 2)}\t0\t32\t44\t62`);
    const found = layout(
      [...trained, ...numbered('val/images', 4, (n) => `val_${n}.JPEG`), 'test/images/test_0.JPEG'],
      {
        'val/val_annotations.txt': lines.join('\n'),
        'wnids.txt': 'n01\nn02\n',
      },
    );
    expect(counts(found)).toEqual({
      'train n01': 2,
      'train n02': 2,
      'validation n01': 2,
      'validation n02': 2,
    });
    expect(found.leftOut).toMatchObject([{ file: 'test/images/' }]);
  });

  test('LOC_val_solution.csv: a class and its boxes in one cell', () => {
    const rows = [1, 2, 3, 4].map((n) => `v_0000${n},n0${1 + (n % 2)} 1 2 3 4 n0${1 + (n % 2)} 5 6 7 8 `);
    const found = layout([...trained, ...numbered('val', 4, (n) => `v_0000${n + 1}.JPEG`)], {
      'LOC_val_solution.csv': ['ImageId,PredictionString', ...rows].join('\n'),
    });
    expect(counts(found)).toMatchObject({ 'validation n01': 2, 'validation n02': 2 });
  });

  const val = numbered('val', 4, (n) => `ILSVRC2012_val_0000000${n + 1}.JPEG`);
  const truth = { 'ILSVRC2012_validation_ground_truth.txt': '490\n361\n490\n361\n' };

  test('the ground truth by line, alone and beside folders with a list that has both names', () => {
    const alone = layout(val, truth);
    expect(alone).toMatchObject({ labels: 'table', classes: ['361', '490'] });
    expect(alone.photos.map(({ member, className }) => [member.path[1], className])[1]).toEqual([
      'ILSVRC2012_val_00000002.JPEG',
      '361',
    ]);
    const both = layout([...trained, ...val], {
      ...truth,
      'map_clsloc.txt': 'n01 490 rifle\nn02 361 skunk\n',
    });
    expect(
      both.photos.filter(({ split }) => split === 'validation').map(({ className }) => className),
    ).toEqual(['n01', 'n02', 'n01', 'n02']);
  });

  test('numbers that no list explains are left out with the reason, not mixed in', () => {
    const found = layout([...trained, ...val], truth);
    expect(counts(found)).toEqual({ 'train n01': 2, 'train n02': 2 });
    expect(found.leftOut).toMatchObject([
      {
        file: 'val/',
        reason: expect.stringMatching(/"490"\) are not among the training classes \("n01"\)/),
      },
    ]);
  });
});

describe('refused with what was seen', () => {
  const pictures = numbered('images', 6, (n) => `IMG_000${n}.jpg`);
  test.each<[string[], Record<string, string>, RegExp]>([
    [
      pictures,
      {},
      /In \/home\/a\/data, 6 images are in "images", such as "IMG_0000\.jpg"\. The file names contain no classes, and there is no table of labels beside them\./,
    ],
    [
      pictures,
      { 'notes.txt': 'hello\nworld' },
      /In \/home\/a\/data, 6 images are in "images", such as "IMG_0000\.jpg"\. The file names contain no classes, and notes\.txt has only one column\./,
    ],
    [
      pictures,
      { 'a.csv': 'id,label\nx,1\ny,1\nz,2' },
      /In \/home\/a\/data, 6 images are in "images", such as "IMG_0000\.jpg"\. The file names contain no classes, and no column of a\.csv names the images\./,
    ],
    [
      pictures,
      { 'a.csv': ['image,price', ...[0, 1, 2, 3, 4, 5].map((n) => `IMG_000${n},${n}.5`)].join('\n') },
      /In \/home\/a\/data, 6 images are in "images", such as "IMG_0000\.jpg"\. The file names contain no classes, and no column of a\.csv other than "image" has repeated values, as/,
    ],
    [
      pictures,
      {
        'a.csv': [
          'image,MEL,NV,BCC',
          ...[0, 1, 2, 3, 4, 5].map(
            (n) => `IMG_000${n},${[0, 1, 2].map((k) => (n % 3 === k ? '1.0' : '0.0')).join()}`,
          ),
        ].join('\n'),
      },
      /In \/home\/a\/data, 6 images are in "images", such as "IMG_0000\.jpg"\. The file names contain no classes, and a\.csv has a column of 0 and 1 for each class \(MEL, NV, and B/,
    ],
    [
      ['val/a/1.jpg', 'test/a/1.jpg'],
      {},
      /A data set needs training images\. \/home\/a\/data has test and val, but no folder "train"\./,
    ],
    [
      ['bus/1.jpg', 'car/1.jpg', 'train/1.jpg'],
      {},
      /"train" is read as the training folder, never as a class\. In \/home\/a\/data, it is beside bus and car\. If it is a class, rename it \("trains"\); if the others are not /,
    ],
  ])('%j', (paths, tables, message) => {
    expect(() => layout(paths, tables)).toThrow(Refusal);
    expect(() => layout(paths, tables)).toThrow(message);
    expect(() => layout(paths, tables)).toThrow('/home/a/data');
  });

  test('a table that ends within quotes', () => {
    expect(() => readTable('a.csv', Buffer.from('id,label\n1,"cat\n'))).toThrow(
      /^a\.csv cannot be read as a table: .*line 2/,
    );
  });

  test.each([
    ['UTF-16', Buffer.from('\ufeffid,label\n1,é', 'utf16le')],
    ['Windows-1252', Buffer.from('id,label\n1,é', 'latin1')],
  ])('a table in %s', (_encoding, bytes) => expect(readTable('a.csv', bytes).rows[1]).toEqual(['1', 'é']));
});

describe('names that differ only in spelling', () => {
  const paths = ['cat/1.jpg', 'cat/2.jpg', 'cat /3.jpg', 'Cat/4.jpg', 'dog/5.jpg'];

  test('are kept apart and reported; merged on request', () => {
    const apart = layout(paths);
    expect(apart).toMatchObject({ alike: [['cat', 'Cat', 'cat ']], mustMerge: false });
    expect(apart.classes).toHaveLength(4);
    expect(counts(layout(paths, {}, { merge: true }))).toEqual({ 'train cat': 4, 'train dog': 1 });
  });

  test('between splits they must be merged', () => {
    const splits = ['train/cat/1.jpg', 'train/dog/1.jpg', 'val/Cat/2.jpg', 'val/dog/2.jpg'];
    expect(() => layout(splits)).toThrow(
      /"Cat" and "cat" differ only in spelling\. They must be merged: use --merge-classes/,
    );
    const asked = layout(splits, {}, { merge: 'ask' });
    expect(asked).toMatchObject({ classes: ['Cat', 'dog'], mustMerge: true, alike: [['Cat', 'cat']] });
    expect(counts(layout(splits, {}, { merge: true }))).toMatchObject({
      'train Cat': 1,
      'validation Cat': 1,
    });
  });
});
