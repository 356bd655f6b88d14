/** Recognizes published files by checksum: several data sets use MNIST's names. */
import { datasetName } from '../../../core/study/data';
import { fashionMnistRelease, type IdxRelease, kmnistRelease, mnistRelease } from './idx-releases';

const releases: readonly [string, IdxRelease][] = [
  [datasetName('mnist'), mnistRelease],
  [datasetName('fashion_mnist'), fashionMnistRelease],
  [datasetName('kmnist'), kmnistRelease],
];

const bySum: ReadonlyMap<string, string> = new Map(
  releases.flatMap(([name, { files }]) =>
    files.flatMap(({ md5, archiveSha256 }) =>
      [md5, archiveSha256].flatMap((sum): [string, string][] => (sum ? [[sum, name]] : [])),
    ),
  ),
);

/** Name of the data set with one of these sums (MD5 unpacked, SHA-256 gzipped; hexadecimal). */
export const ofKnownSum = (sums: readonly (string | undefined)[]): string | undefined =>
  sums.map((sum) => (sum === undefined ? undefined : bySum.get(sum))).find((name) => name !== undefined);
