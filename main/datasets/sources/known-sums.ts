/** Tells a file of a published data set by its sum, whatever it is called: MNIST's kin have the same names. */
import { datasetName } from '../../../core/study/data';
import { fashionMnistRelease, type IdxRelease, kmnistRelease, mnistRelease } from './idx-releases';

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
