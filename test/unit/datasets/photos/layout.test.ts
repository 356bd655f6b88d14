/** What is found in paths: splits, classes, and words for what is neither. */
import { naturalOrder } from '../../../../core/basics/natural-order';
import { Refusal } from '../../../../main/basics/refusal';
import { layoutIn } from '../../../../main/datasets/photos/layout/layout';
import { partsOf } from '../../../../main/datasets/photos/layout/parts';

const membersOf = (paths: readonly string[]) =>
  paths.map((path, index) => ({ index, path: path.split('/'), bytes: 1 }));
const layout = (...paths: string[]) =>
  layoutIn(partsOf(membersOf(paths), '/home/a/pets'), '/home/a/pets', {});
const counts = ({ photos }: ReturnType<typeof layout>) => {
  const found: Record<string, number> = {};
  for (const { split, className } of photos) {
    found[`${split} ${className}`] = (found[`${split} ${className}`] ?? 0) + 1;
  }
  return found;
};

test.each(['', 'pets/', 'a/b/c/'])('class folders below "%s"', (above) => {
  const found = layout(`${above}dog/1.jpg`, `${above}cat/1.jpg`, `${above}cat/2.jpg`);
  expect(found).toMatchObject({ kind: 'folders', classes: ['cat', 'dog'], leftOut: [] });
  expect(counts(found)).toEqual({ 'train cat': 2, 'train dog': 1 });
});

test.each([
  ['train', 'val', 'test'],
  ['Training', 'Validation', 'Testing'],
  ['train', 'valid', 'TEST'],
  ['training_set', 'dev', 'test set'],
])('split folders %s, %s, %s', (train, validation, last) => {
  const found = layout(
    ...[train, validation, last].flatMap((split) => [`x/${split}/cat/1.jpg`, `x/${split}/dog/1.jpg`]),
  );
  expect(found).toMatchObject({ kind: 'splits', classes: ['cat', 'dog'] });
  expect(counts(found)).toEqual(
    Object.fromEntries(
      ['train', 'validation', 'test'].flatMap((split) => [
        [`${split} cat`, 1],
        [`${split} dog`, 1],
      ]),
    ),
  );
});

test('folders without pictures beside the classes are no classes', () => {
  const found = layout(
    'x/cat/1.jpg',
    'x/dog/1.jpg',
    'x/annotations/cat.xml',
    'x/code/a/b/train.py',
    'readme.md',
  );
  expect(found).toMatchObject({ classes: ['cat', 'dog'], leftOut: [] });
});

test('folders of files without endings are tried where there are no others', () => {
  expect(layout('cat/0001', 'dog/0001').classes).toEqual(['cat', 'dog']);
});

test('a test folder without classes is left out, as are pictures beside the folders', () => {
  const found = layout('train/a/1.jpg', 'train/b/1.jpg', 'val/a/2.jpg', 'test/1.jpg', 'cover.jpg');
  expect(counts(found)).toEqual({ 'train a': 1, 'train b': 1, 'validation a': 1 });
  expect(found.leftOut.map(({ file }) => file)).toEqual(['test/', 'cover.jpg']);
});

test('what lies deeper in a class folder is of that class', () => {
  // As Tiny ImageNet has it, whose pictures for validation lie in one folder with their classes in a list.
  const tiny = layout(
    'tiny/train/n01/images/1.JPEG',
    'tiny/train/n01/n01_boxes.txt',
    'tiny/train/n02/images/1.JPEG',
    'tiny/train/n02/images/2.JPEG',
    'tiny/val/images/3.JPEG',
    'tiny/test/images/4.JPEG',
  );
  expect(tiny.classes).toEqual(['n01', 'n02']);
  expect(counts(tiny)).toEqual({ 'train n01': 2, 'train n02': 2 });
  expect(tiny.leftOut.map(({ file }) => file)).toEqual(['tiny/test/images/', 'tiny/val/images/']);
  expect(counts(layout('cat/1.jpg', 'cat/new/2.jpg', 'dog/a/1.jpg', 'dog/b/c/1.jpg'))).toEqual({
    'train cat': 2,
    'train dog': 2,
  });
});

test('classes are in natural order', () => {
  const names = ['10', '9', 'Dog', 'cat', 'a2', 'a10', 'a02', 'a1b', 'Cat'];
  expect([...names].sort(naturalOrder)).toEqual(['9', '10', 'a1b', 'a02', 'a2', 'a10', 'Cat', 'cat', 'Dog']);
  expect(layout(...names.map((name) => `${name}/1.jpg`)).classes).toEqual([...names].sort(naturalOrder));
});

test.each([
  [[], /There are no files in \/home\/a\/pets\./],
  [['readme.txt'], /In \/home\/a\/pets, no file has a name like an image: readme\.txt\./],
  [
    ['1.jpg', '2.jpg'],
    /In \/home\/a\/pets, 2 images are in one place, such as "1\.jpg"\. The file names contain no classes, and there is no table of labels beside them\./,
  ],
  [
    ['cat/1.jpg', 'cat/2.jpg'],
    /In \/home\/a\/pets, 2 images are in "cat", such as "1\.jpg", and one class is not enough\. The file names contain no classes, and there is no table of labels beside them\./,
  ],
  [
    ['x/cat/1.jpg', '2.jpg', '3.jpg'],
    /In \/home\/a\/pets, 1 image is in "x\/cat", such as "1\.jpg", and one class is not enough\. The file names contain no classes, and there is no table of labels beside them\./,
  ],
  [
    ['cat/1.jpg', '2.jpg', '3.jpg'],
    /In \/home\/a\/pets, there is only one class, "cat", with 1 file, and 2 files in no folder\./,
  ],
  [['train/cat/1.jpg', 'val/cat/2.jpg'], /In \/home\/a\/pets, there is only one class, "cat", with 1 file\./],
  [
    ['x/color/apple/1.jpg', 'x/color/pear/1.jpg', 'x/gray/apple/1.jpg', 'x/gray/pear/1.jpg'],
    /In \/home\/a\/pets, 2 folders \(color and gray\) contain only folders, such as "x\/color" with apple and pear\. It is unclear which of them are the classes\. Choose one o/,
  ],
  [
    ['a/images/x/1.jpg', 'a/images/y/1.jpg', 'b/images/x/1.jpg'],
    /In \/home\/a\/pets, 2 folders \(a and b\) contain only folders, such as "a\/images" with x and y\. It is unclear which of them are the classes\. Choose one of the folders/,
  ],
  [
    ['train/a/1.jpg', 'train/b/1.jpg', 'val/c/1.jpg'],
    /Every class needs training images in "train"\. In \/home\/a\/pets, "c" is only in "val"\. The training classes are a and b\./,
  ],
])('refused with what was found: %j', (paths, message) => {
  expect(() => layout(...paths)).toThrow(Refusal);
  expect(() => layout(...paths)).toThrow(message);
  if (paths.length > 0) expect(() => layout(...paths)).toThrow(/\/home\/a\/pets/);
});
