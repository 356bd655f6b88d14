/** Recognizes data sets by the names of their files. */
import { basename } from 'node:path';
import { type Message, message } from '../../../core/messages';
import { catsVsDogs } from './cats-vs-dogs';
import { imagenette, imagewoof } from './imagenette';
import type { DatasetSource } from './source';
import { tfFlowers } from './tf-flowers';

export interface Recognized {
  id: string;
  /** Photographs in folders, not a format of its own. */
  photos: boolean;
  /** Pictures of the complete set. */
  official?: number;
}

interface Mark {
  /** As in "This looks like <what>". */
  what: Message | string;
  /** In the catalogue; absent for an edition that is not supported. */
  id?: string;
  /** Matches paths of this set only. */
  is: RegExp;
}

const IDX = /(^|\/)(train|t10k)-(images|labels)[-.]idx[13]-ubyte(\.gz)?$/;
/** Sets with MNIST's file names. */
const idxSets: readonly [RegExp, string][] = [
  [/fashion/i, 'fashion_mnist'],
  [/kmnist|kuzushiji/i, 'kmnist'],
];

const otherEdition = (set: string, edition: string, archive: string): Message =>
  message('datasets.official.otherEdition', { set, edition, archive });

/** Sets in a format of their own: one match is enough. */
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
  /** All must be there: with other classes it is another set. */
  folders: readonly string[];
  official: number;
}

/** @param above the folder around them, if its name is specific */
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

/** Whether the path alone identifies a data set in a format of its own. */
export const tellsFormat = (path: string): boolean =>
  formats.some(({ id, is }) => id !== undefined && is.test(path));

/** The data set of the catalogue. @param paths of all files. @param name of the folder or archive */
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
 * "This looks like CIFAR-100 (binary version)", by any known name.
 * @param paths of some members
 * @param expected the data set wanted; undefined is returned for it
 */
export function lookalike(path: string, paths: readonly string[], expected: string): Message | undefined {
  const own = basename(path);
  const names = [...paths, own, `${own}/`];
  const found = [...formats, ...photoSets].find(({ is }) => names.some((name) => is.test(name)));
  if (found === undefined || found.what === expected) return undefined;
  // An unsupported edition has a sentence of its own.
  if (found.id === undefined && typeof found.what !== 'string') return found.what;
  return message('datasets.official.looksLike', { name: found.what });
}
