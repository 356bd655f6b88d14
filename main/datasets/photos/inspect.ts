/** What a folder or archive would be as a data set, by its names alone: nothing is decoded. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Inspection } from '../../../core/contract/datasets';
import { withMore } from '../../refusal';
import { lookalike, recognised, tellsFormat } from '../sources/known-names';
import { nameOf } from './collection';
import { idFrom, titleFrom } from './identity';
import type { FolderSplit, Layout } from './layout';
import { openPhotos } from './open';
import { intakeOf, type OpenedIntake } from './open-intake';
import { type OpenedTfds, openTfdsFolder } from './tfds/intake';

/**
 * @param taken ids that are given to data sets already
 * @throws Refusal, with what was found, for what would be none.
 */
export async function inspectPhotos(
  path: string,
  taken: (id: string) => boolean,
  signal?: AbortSignal,
): Promise<Inspection> {
  const records = await openTfdsFolder(path, signal);
  if (records) return inspectTfds(records, taken);
  const collection = await openPhotos(path, { signal, until: tellsFormat });
  let intake: OpenedIntake | undefined;
  try {
    const listing = await collection.list();
    // Gzipped files are left out as pictures, but those of MNIST come so.
    const paths = [...listing.members.map(nameOf), ...listing.leftOut.map(({ file }) => file)];
    const known = recognised(paths, basename(path));
    const suggestedName = titleFrom(path, collection.kind !== 'folder');
    const common = { suggestedName, suggestedId: idFrom(suggestedName, taken) };
    if (known && !known.photos) {
      const { size } = await stat(path);
      const bytes = collection.kind === 'folder' ? sum(listing.members) : size;
      return { kind: 'catalogue', catalogueId: known.id, ...common, ...nothingCounted, bytes };
    }
    intake = await intakeOf(collection, listing, path, { signal }).catch((error: unknown) => {
      throw withMore(error, lookalike(path, paths, ''));
    });
    if ('set' in intake) return inspectTfds(intake, taken);
    const { layout } = intake;
    const found = { ...common, ...counted(layout), leftOut: intake.leftOut.length };
    return known ? { ...found, kind: 'catalogue', catalogueId: known.id } : { ...found, kind: layout.kind };
  } finally {
    await (intake ?? collection).close();
  }
}

/** Sets in files of their own format tell their classes when they are imported, and no picture of them is left out. */
const nothingCounted = {
  leftOut: 0,
  classes: [],
  trainCount: 0,
  valCount: 0,
  valRole: 'test' as const,
  testCount: 0,
};

function counted({ classes, photos }: Layout) {
  const counts = { train: 0, validation: 0, test: 0 };
  for (const { split } of photos) counts[split]++;
  return { classes, ...splitCounts(counts), bytes: sum(photos.map(({ member }) => member)) };
}

function inspectTfds(
  { set, counts, bytes, leftOut }: OpenedTfds,
  taken: (id: string) => boolean,
): Inspection {
  return {
    kind: 'tfds',
    suggestedName: set.name,
    suggestedId: idFrom(set.name, taken),
    classes: set.classes,
    ...splitCounts(counts),
    bytes,
    leftOut: leftOut.length,
  };
}

/** A lone test split takes the place of the second. */
function splitCounts(counts: Record<FolderSplit, number>) {
  const lone = counts.validation === 0 && counts.test > 0;
  return {
    trainCount: counts.train,
    valCount: lone ? counts.test : counts.validation,
    valRole: lone ? ('test' as const) : ('validation' as const),
    testCount: lone ? 0 : counts.test,
  };
}

const sum = (members: readonly { bytes: number }[]): number =>
  members.reduce((total, { bytes }) => total + bytes, 0);
