import { refuse } from '../../../basics/refusal';
import { type OpenOptions, openPhotos } from '../containers/open';
import { defaultLimits, type Listing, type PhotoCollection } from '../members/collection';
import { tfdsPlaces } from '../tfds/files';
import { type OpenedTfds, openTfdsArchive, openTfdsFolder } from '../tfds/intake';
import { type LabelOptions, type OpenedFolders, openFolders } from './folder-intake';

export type OpenedIntake = OpenedFolders | OpenedTfds;

/** Pictures in folders or TensorFlow Datasets records. The caller closes it. @throws Refusal with what was found */
export async function openIntake(
  path: string,
  options: OpenOptions & LabelOptions = {},
): Promise<OpenedIntake> {
  const records = await openTfdsFolder(path, options.signal);
  if (records) return checkedRecords(records, options, path);
  const collection = await openPhotos(path, options);
  try {
    return await intakeOf(collection, await collection.list(), path, options);
  } catch (error) {
    await collection.close();
    throw error;
  }
}

/**
 * Closing it closes the listed collection, which stays open on failure.
 * @throws Refusal if it contains no pictures
 */
export async function intakeOf(
  collection: PhotoCollection,
  listing: Listing,
  path: string,
  options: OpenOptions & LabelOptions = {},
): Promise<OpenedIntake> {
  if (collection.kind === 'folder' || tfdsPlaces(listing.members).length === 0) {
    return openFolders(collection, listing, path, options);
  }
  // Shards can be larger than pictures.
  const limits = { ...options.limits, fileBytes: options.limits?.totalBytes ?? defaultLimits.totalBytes };
  const shards = await openPhotos(path, { ...options, limits });
  try {
    const opened = await openTfdsArchive(shards, await shards.list(), path, options.signal);
    await collection.close();
    return checkedRecords(opened, options, path);
  } catch (error) {
    await shards.close();
    throw error;
  }
}

function checkedRecords(records: OpenedTfds, { labels }: LabelOptions, path: string): OpenedTfds {
  if (!labels) return records;
  refuse('datasets.tfds.ownLabels', { file: String(labels.path ?? labels.file), path });
}
