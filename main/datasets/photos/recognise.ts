/** Tells a data set of the catalogue by the names of its files, before anything is read. */

export interface Recognised {
  id: string;
  /** Photographs in folders, rather than a format of its own. */
  photos: boolean;
}

const last = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** MNIST and those that took its format have the same names of files. */
const idxSets: readonly [RegExp, string][] = [
  [/fashion/i, 'fashion_mnist'],
  [/kmnist|kuzushiji/i, 'kmnist'],
];

const IMAGENETTE = ['n01440764', 'n02102040', 'n02979186', 'n03000684', 'n03028079'];
const IMAGEWOOF = ['n02086240', 'n02087394', 'n02088364', 'n02089973', 'n02093754'];
const FLOWERS = ['daisy', 'dandelion', 'roses', 'sunflowers', 'tulips'];

/**
 * @param paths of all files, with "/"
 * @param name of the folder or archive
 */
export function recognised(paths: readonly string[], name: string): Recognised | undefined {
  const files = new Set(paths.map(last));
  const has = (...names: string[]) => names.every((one) => files.has(one));
  if (has('data_batch_1.bin', 'test_batch.bin')) return { id: 'cifar10', photos: false };
  if (has('train.bin', 'test.bin', 'fine_label_names.txt')) return { id: 'cifar100', photos: false };
  const idx = paths.find((path) => /^train-images[-.]idx3-ubyte(\.gz)?$/.test(last(path)));
  if (idx !== undefined) {
    const id = idxSets.find(([pattern]) => pattern.test(name) || pattern.test(idx))?.[1] ?? 'mnist';
    return { id, photos: false };
  }
  const folders = new Set(paths.flatMap((path) => path.split('/').slice(0, -1)));
  const inFolders = (...names: string[]) => names.every((one) => folders.has(one));
  if (inFolders('PetImages', 'Cat', 'Dog')) return { id: 'cats_vs_dogs', photos: true };
  if (inFolders(...IMAGENETTE)) return { id: 'imagenette', photos: true };
  if (inFolders(...IMAGEWOOF)) return { id: 'imagewoof', photos: true };
  if (inFolders('flower_photos', ...FLOWERS)) return { id: 'tf_flowers', photos: true };
  return undefined;
}
