/** Puts a data set in its place: files, manifest, rename; or nothing. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetSource, OpenWriter } from './source';
import { stage } from './staging';
import { type DatasetManifest, MANIFEST_FILE } from './store';
import { DatasetWriter } from './writer';

/**
 * @param fill writes every image through the writer it opens; answers with where they came from
 * @param originStamp see DatasetManifest
 */
export async function publish(
  root: string,
  source: DatasetSource,
  fill: (open: OpenWriter) => Promise<string>,
  originStamp?: string,
): Promise<void> {
  await stage(root, source.id, async (folder) => {
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
      await writer.finish();
      await writeManifest(folder, source, writer, origin, originStamp);
    } finally {
      await writer?.close();
    }
  });
}

async function writeManifest(
  folder: string,
  source: DatasetSource,
  writer: DatasetWriter,
  origin: string,
  originStamp: string | undefined,
): Promise<void> {
  const { counts } = writer;
  const manifest: DatasetManifest = {
    format: 'skipwire.dataset',
    version: 1,
    id: source.id,
    name: source.name,
    classes: [...source.classes],
    imageShape: [...source.imageShape],
    storage: 'raw',
    valRole: source.valRole ?? 'validation',
    dropped: 0,
    odd: 0,
    train: { count: counts.train, perClass: writer.train.perClass },
    val: { count: counts.val, perClass: writer.val.perClass },
    splitDescription: source.describeSplits(counts),
    origin,
    originStamp,
    importedAt: new Date().toISOString(),
  };
  const file = await open(join(folder, MANIFEST_FILE), 'wx');
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}
