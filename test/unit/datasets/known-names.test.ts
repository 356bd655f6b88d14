/** Data sets recognized by the names of their files. */

import { imagenette, imagewoof } from '../../../main/datasets/sources/imagenette';
import { lookalike, recognized, tellsFormat } from '../../../main/datasets/sources/known-names';
import type { DatasetSource } from '../../../main/datasets/sources/source';
import { english } from '../../support/english';

const folders = ({ photos }: DatasetSource) => photos!.folders.map(([name]) => `x/train/${name}/1.JPEG`);

describe('what an import is offered as', () => {
  test.each([
    [['cifar-10-batches-bin/data_batch_3.bin'], 'x.tar', { id: 'cifar10', photos: false }],
    [['fine_label_names.txt'], 'x', { id: 'cifar100', photos: false }],
    [['cifar-100-binary/test.bin'], 'x', { id: 'cifar100', photos: false }],
    [['raw/t10k-labels-idx1-ubyte.gz'], 'MNIST', { id: 'mnist', photos: false }],
    [['raw/train-images.idx3-ubyte'], 'Fashion-MNIST', { id: 'fashion_mnist', photos: false }],
    [['KMNIST/train-images-idx3-ubyte.gz'], 'x', { id: 'kmnist', photos: false }],
    [
      ['PetImages/Cat/1.jpg', 'PetImages/Dog/1.jpg'],
      'x',
      { id: 'cats_vs_dogs', photos: true, official: 25000 },
    ],
    [folders(imagenette), 'x', { id: 'imagenette', photos: true, official: 13394 }],
    [folders(imagewoof), 'x', { id: 'imagewoof', photos: true, official: 12954 }],
  ])('%j', (paths, name, expected) => {
    expect(recognized(['readme.txt', ...paths], name)).toMatchObject(expected);
  });

  test.each([
    ['a class less', folders(imagenette).slice(1)],
    ['half a set', ['PetImages/Cat/1.jpg']],
    ['an edition that is not read', ['cifar-10-batches-py/data_batch_1']],
    ['names within names', ['x_data_batch_1.bin', 'my-train-images-idx3-ubyte', 'train.bin']],
  ])('%s is none', (_what, paths) => {
    expect(recognized(paths, 'x')).toBeUndefined();
  });
});

test('of formats of their own, and of them alone, one file tells enough', () => {
  expect(tellsFormat('a/data_batch_1.bin')).toBe(true);
  expect(tellsFormat('t10k-images-idx3-ubyte.gz')).toBe(true);
  expect(tellsFormat('a/data_batch_1')).toBe(false);
  expect(tellsFormat('PetImages/Cat/1.jpg')).toBe(false);
});

test('a set given in place of another is recognized by any of its names', () => {
  expect(english(lookalike('/a/imagewoof2-320', [], 'Imagenette'))).toBe('This looks like Imagewoof.');
  expect(english(lookalike('/a/x.tgz', ['n01440764/1.JPEG'], 'Imagewoof'))).toBe(
    'This looks like Imagenette.',
  );
  expect(english(lookalike('/a/x.tgz', ['n01440764/1.JPEG'], 'Imagenette'))).toBeUndefined();
  expect(english(lookalike('/a/x.tgz', ['data_batch_4'], 'CIFAR-10 (binary version)'))).toContain(
    'This is the Python version of CIFAR-10.',
  );
  expect(english(lookalike('/a/pets', ['cat/1.jpg'], 'Imagenette'))).toBeUndefined();
});
