/** The common part of data sets in files of their own format. */

import { splitsMessage } from '../storage/splits-message';
import type { DatasetWriter } from '../storage/writer';
import { requireBalanced } from './label-checks';
import { type OfficialFile, type OfficialRelease, type Receiver, readOfficialFiles } from './official-files';
import type { DatasetSource, SplitCounts } from './source';

export interface OfficialSet<F extends OfficialFile> extends OfficialRelease<F> {
  name: string;
  classes: readonly string[];
  expected: SplitCounts;
  balanced?: boolean | undefined;
  /**
   * Writes the images or labels of one file.
   * @param subject "data_batch_1.bin of CIFAR-10 (binary version) (in /home/...)"
   */
  reader(file: F, writer: DatasetWriter, subject: string): Receiver;
}

export function officialSet<F extends OfficialFile>(
  set: OfficialSet<F>,
): Pick<DatasetSource, 'kind' | 'valRole' | 'expected' | 'describeSplits'> &
  Required<Pick<DatasetSource, 'importFrom'>> {
  const { title, expected, balanced = false } = set;
  return {
    kind: 'catalogue',
    valRole: 'test',
    expected,
    describeSplits: (counts) => splitsMessage(counts, 'test', true),
    async importFrom(path, open, work) {
      let writer: DatasetWriter | undefined;
      const receive = (file: F) => {
        let reader: Receiver | undefined;
        return {
          write: async (chunk: Uint8Array) => {
            writer ??= await open(expected);
            reader ??= set.reader(file, writer, `${file.name} of ${title} (in ${path})`);
            await reader.write(chunk);
          },
          end: () => reader?.end(),
        };
      };
      await readOfficialFiles(path, set, receive, work);
      if (balanced) requireBalanced(writer!, set, path);
      return path;
    },
  };
}
