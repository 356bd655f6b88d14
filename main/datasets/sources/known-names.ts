/**
 * Tells data sets by the names of their files, before anything of them is read: to offer an import, and to say what was
 * given in the place of another set.
 */

import { basename } from 'node:path';
import { type Message, message } from '../../../core/messages';
import type { DatasetSource } from '../source';
import { catsVsDogs } from './cats-vs-dogs';
import { imagenette, imagewoof } from './imagenette';
import { tfFlowers } from './tf-flowers';

export interface Recognized {
  id: string;
  /** Photographs in folders, rather than a format of its own. */
  photos: boolean;
  /** Pictures of the whole set, where they are photographs. */
  official?: number;
}

interface Mark {
  /** As in "This looks like <what>". */
  what: Message | string;
  /** Of the catalogue; absent: an edition that is not read. */
  id?: string;
  /** A path that only this set uses. */
  is: RegExp;
}

const IDX = /(^|\/)(train|t10k)-(images|labels)[-.]idx[13]-ubyte(\.gz)?$/;
/** MNIST and those that took its format have the same names of files. */
const idxSets: readonly [RegExp, string][] = [
  [/fashion/i, 'fashion_mnist'],
  [/kmnist|kuzushiji/i, 'kmnist'],
];

const otherEdition = (set: string, edition: string, archive: string): Message =>
  message('datasets.official.otherEdition', { set, edition, archive });

/** Sets in files of their own format: one of these tells it. */
const formats: readonly Mark[] = [
  { id: 'cifar10', what: 'CIFAR-10 (binary version)', is: /(^|\/)data_batch_\d\.bin$/ },
  { what: otherEdition('CIFAR-10', 'Python', 'cifar-10-binary.tar.gz'), is: /(^|\/)data_batch_\d$/ },
  { what: otherEdition('CIFAR-10', 'Matlab', 'cifar-10-binary.tar.gz'), is: /(^|\/)data_batch_\d\.mat$/ },
  {
    id: 'cifar100',
    what: 'CIFAR-100 (binary version)',
    is: /(^|\/)(fine_label_names\.txt|cifar-100-binary\/)/,
  },
  { what: otherEdition('CIFAR-100', 'Python', 'cifar-100-binary.tar.gz'), is: /(^|\/)cifar-100-python\// },
  { what: otherEdition('CIFAR-100', 'Matlab', 'cifar-100-binary.tar.gz'), is: /(^|\/)cifar-100-matlab\// },
  { id: 'mnist', what: message('datasets.official.mnistKin'), is: IDX },
];

interface PhotoMark extends Mark {
  id: string;
  /** All of them are there: a class more or less is another set. */
  folders: readonly string[];
  official: number;
}

/** @param above the folder that it comes in, where that is a name of its own */
function photographs({ id, name, photos, expected }: DatasetSource, is: RegExp, above?: string): PhotoMark {
  const folders = photos!.folders.map(([folder]) => folder);
  const official = expected.train + expected.val;
  return { id, what: name, is, official, folders: above === undefined ? folders : [above, ...folders] };
}

const photoSets: readonly PhotoMark[] = [
  photographs(catsVsDogs, /(^|\/)PetImages\//, 'PetImages'),
  photographs(tfFlowers, /(^|\/)flower_photos\//, 'flower_photos'),
  photographs(imagewoof, /(^|\/)(imagewoof[^/]*\/|n02086240\/)/),
  photographs(imagenette, /(^|\/)(imagenette[^/]*\/|n01440764\/)/),
];

/** True for a file of a set of the catalogue in a format of its own: nothing more of it need be seen. */
export const tellsFormat = (path: string): boolean =>
  formats.some(({ id, is }) => id !== undefined && is.test(path));

/**
 * The set of the catalogue that is there, as far as names tell.
 * @param paths of all files, with "/"
 * @param name of the folder or archive
 */
export function recognized(paths: readonly string[], name: string): Recognized | undefined {
  for (const { id, is } of formats) {
    const found = id === undefined ? undefined : paths.find((path) => is.test(path));
    if (id === undefined || found === undefined) continue;
    const kin =
      is === IDX ? idxSets.find(([pattern]) => pattern.test(name) || pattern.test(found)) : undefined;
    return { id: kin?.[1] ?? id, photos: false };
  }
  const folders = new Set(paths.flatMap((path) => path.split('/').slice(0, -1)));
  const photoSet = photoSets.find((set) => set.folders.every((folder) => folders.has(folder)));
  return photoSet && { id: photoSet.id, photos: true, official: photoSet.official };
}

/**
 * What it is instead, by any one of its names.
 * @param paths of some of its members
 * @param expected what it was given for: nothing is said where it is just that.
 * @returns a sentence: "This looks like CIFAR-100 (binary version)", or undefined.
 */
export function lookalike(path: string, paths: readonly string[], expected: string): Message | undefined {
  const own = basename(path);
  const names = [...paths, own, `${own}/`];
  const found = [...formats, ...photoSets].find(({ is }) => names.some((name) => is.test(name)));
  if (found === undefined || found.what === expected) return undefined;
  // Another edition has a sentence of its own.
  if (found.id === undefined && typeof found.what !== 'string') return found.what;
  return message('datasets.official.looksLike', { name: found.what });
}
