/** Tells what a folder or archive is that was given for another data set. */
import { basename } from 'node:path';
import { datasetName } from '../../core/study/data';
import { fashionMnistRelease, type IdxRelease, kmnistRelease, mnistRelease } from './sources/idx-releases';

const releases: readonly [string, IdxRelease][] = [
  [datasetName('mnist'), mnistRelease],
  [datasetName('fashion_mnist'), fashionMnistRelease],
  [datasetName('kmnist'), kmnistRelease],
];

/** Sums of published files, and whose they are. */
const bySum: ReadonlyMap<string, string> = new Map(
  releases.flatMap(([name, { files }]) =>
    files.flatMap(({ md5, archiveSha256 }) =>
      [md5, archiveSha256].flatMap((sum): [string, string][] => (sum ? [[sum, name]] : [])),
    ),
  ),
);

/** The data set that one of these sums (MD5 unpacked, SHA-256 gzipped; hexadecimal) is of. */
export const ofKnownSum = (sums: readonly (string | undefined)[]): string | undefined =>
  sums.map((sum) => (sum === undefined ? undefined : bySum.get(sum))).find((name) => name !== undefined);

interface Mark {
  /** As in "This looks like <what>". */
  what: string;
  is: RegExp;
}

/** Tried in order on every path: names that only one data set uses. */
const marks: readonly Mark[] = [
  { what: 'CIFAR-10 (binary version)', is: /(^|\/)data_batch_\d\.bin$/ },
  {
    what: "CIFAR-10's Python version; the binary one is needed (cifar-10-binary.tar.gz)",
    is: /(^|\/)data_batch_\d$/,
  },
  {
    what: "CIFAR-10's Matlab version; the binary one is needed (cifar-10-binary.tar.gz)",
    is: /(^|\/)data_batch_\d\.mat$/,
  },
  { what: 'CIFAR-100 (binary version)', is: /(^|\/)(fine_label_names\.txt|cifar-100-binary\/)/ },
  {
    what: "CIFAR-100's Python version; the binary one is needed (cifar-100-binary.tar.gz)",
    is: /(^|\/)cifar-100-python\//,
  },
  {
    what: "CIFAR-100's Matlab version; the binary one is needed (cifar-100-binary.tar.gz)",
    is: /(^|\/)cifar-100-matlab\//,
  },
  {
    what: 'MNIST or one of its kin (Fashion-MNIST, KMNIST)',
    is: /(^|\/)(train|t10k)-(images|labels)[-.]idx[13]-ubyte(\.gz)?$/,
  },
  { what: 'Cats vs. dogs', is: /(^|\/)PetImages\// },
  { what: 'Flowers', is: /(^|\/)flower_photos\// },
  { what: 'Imagewoof', is: /(^|\/)(imagewoof[^/]*\/|n02086240\/)/ },
  { what: 'Imagenette', is: /(^|\/)(imagenette[^/]*\/|n01440764\/)/ },
];

/**
 * @param paths of some of its members
 * @param expected what it was given for: nothing is said where it is just that.
 * @returns a sentence: "This looks like CIFAR-100 (binary version)", or undefined.
 */
export function recognise(path: string, paths: readonly string[], expected: string): string | undefined {
  const own = basename(path);
  const names = [...paths, own, `${own}/`];
  for (const { what, is } of marks) {
    if (names.some((name) => is.test(name))) {
      return what === expected ? undefined : `This looks like ${what}`;
    }
  }
  return undefined;
}
