import { inEnglish } from '../../core/messages';
import type { Work } from '../basics/work';
import { writeManifestFile } from './photos/stored/files';
import type { DatasetSource, OpenWriter } from './sources/source';
import { datasetDigest, type SplitSums } from './storage/digest';
import { sameAs } from './storage/replace';
import { stage } from './storage/staging';
import type { DatasetManifest } from './storage/store';
import { DatasetWriter } from './storage/writer';

/**
 * Writes and publishes a data set, completely or not at all.
 * @param fill writes every image through the writer it opens; returns their origin
 * @returns the id of a data set with the same images, if there is one
 */
export async function publish(
  root: string,
  source: DatasetSource,
  fill: (open: OpenWriter) => Promise<string>,
  work: Work = {},
  originStamp?: string,
): Promise<string | undefined> {
  const write = async (folder: string) => {
    let writer: DatasetWriter | undefined;
    try {
      const origin = await fill(async (counts) => {
        writer = await DatasetWriter.open(folder, {
          imageShape: source.imageShape,
          classes: source.classes.length,
          counts,
        });
        return writer;
      });
      if (!writer) throw new Error(`The source of ${source.name} must open its files. Received: no call`);
      const sums = await writer.finish();
      await writeManifestFile(folder, manifestFor(source, writer, sums, origin, originStamp));
    } finally {
      await writer?.close();
    }
  };
  return stage(root, source.id, write, (folder) => sameAs(root, [source.id], folder, work));
}

function manifestFor(
  source: DatasetSource,
  writer: DatasetWriter,
  sums: { train: SplitSums; val: SplitSums },
  origin: string,
  originStamp: string | undefined,
): DatasetManifest {
  const { counts } = writer;
  const described = {
    classes: [...source.classes],
    imageShape: [...source.imageShape] as DatasetManifest['imageShape'],
    storage: 'raw' as const,
    valRole: source.valRole ?? ('validation' as const),
  };
  return {
    format: 'skipwire.dataset',
    version: 1,
    id: source.id,
    name: source.name,
    ...described,
    dropped: 0,
    odd: 0,
    train: { count: counts.train, perClass: writer.train.perClass },
    val: { count: counts.val, perClass: writer.val.perClass },
    splitDescription: inEnglish(source.describeSplits(counts)),
    origin,
    originStamp,
    importedAt: new Date().toISOString(),
    digest: datasetDigest(described, sums),
  };
}
