/** How a folder or archive would be imported, by names only: nothing is decoded. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Inspection, LabelTableInfo } from '../../../../core/contract/datasets';
import { shortened } from '../../../archives/names';
import { withMore } from '../../../basics/refusal';
import { lookalike, recognized, tellsFormat } from '../../sources/known-names';
import { type OpenOptions, openPhotos } from '../containers/open';
import type { Layout } from '../layout/layout';
import type { RowLabels } from '../layout/row-labels';
import type { FolderSplit } from '../layout/split-names';
import { countOf, nameOf } from '../members/collection';
import { type OpenedTfds, openTfdsFolder } from '../tfds/intake';
import type { LabelOptions } from './folder-intake';
import { idFrom, titleFrom } from './identity';
import { intakeOf, type OpenedIntake } from './open-intake';

/** @throws Refusal, with what was found, if it would be none. */
export async function inspectPhotos(
  path: string,
  taken: (id: string) => boolean,
  options: OpenOptions & LabelOptions = {},
): Promise<Inspection> {
  const { signal } = options;
  const records = await openTfdsFolder(path, signal);
  if (records) return inspectTfds(records, taken);
  const collection = await openPhotos(path, { ...options, until: tellsFormat });
  let intake: OpenedIntake | undefined;
  try {
    const listing = await collection.list();
    // Gzipped files are left out as pictures, but MNIST consists of them.
    const paths = [...listing.members.map(nameOf), ...listing.leftOut.map(({ file }) => file)];
    const known = recognized(paths, basename(path));
    const suggestedName = titleFrom(path, collection.kind !== 'folder');
    const common = { suggestedName, suggestedId: idFrom(suggestedName, taken) };
    if (known && !known.photos) {
      const { size } = await stat(path);
      const bytes = collection.kind === 'folder' ? sum(listing.members) : size;
      return { kind: 'catalogue', catalogueId: known.id, ...common, ...nothingCounted, bytes };
    }
    intake = await intakeOf(collection, listing, path, { mergeClasses: 'ask', ...options }).catch(
      (error: unknown) => {
        throw withMore(error, lookalike(path, paths, ''));
      },
    );
    if ('set' in intake) return inspectTfds(intake, taken);
    const { layout } = intake;
    const found = { ...common, ...counted(layout), leftOut: countOf(intake.leftOut) };
    if (!known) return { ...found, kind: layout.kind };
    return { ...found, kind: 'catalogue', catalogueId: known.id, official: known.official };
  } finally {
    await (intake ?? collection).close();
  }
}

const nothingToSay = { notes: [], alike: [], mustMerge: false };

/** Sets in a format of their own: their classes are known after the import. */
const nothingCounted = {
  leftOut: 0,
  ...nothingToSay,
  labels: 'records' as const,
  classes: [],
  trainCount: 0,
  valCount: 0,
  valRole: 'test' as const,
  testCount: 0,
};

function counted({ classes, photos, labels, table, notes, alike, mustMerge }: Layout) {
  const counts = { train: 0, validation: 0, test: 0 };
  for (const { split } of photos) counts[split]++;
  return {
    classes,
    ...splitCounts(counts),
    bytes: sum(photos.map(({ member }) => member)),
    labels,
    notes,
    alike,
    mustMerge,
    ...(table ? { table: tableInfo(table) } : {}),
  };
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
    ...nothingToSay,
    labels: 'records',
  };
}

const SHOWN_ROWS = 4;

function tableInfo({ table, columns }: RowLabels): LabelTableInfo {
  const rows = columns?.header ? table.rows.slice(1) : table.rows;
  return {
    file: table.file,
    columns: [...(columns?.names ?? [])],
    imageColumn: columns?.image ?? 0,
    labelColumn: columns?.label ?? 0,
    labelColumns: [...(columns?.labels ?? [])],
    rows: rows.slice(0, SHOWN_ROWS).map((row) => row.map((cell) => shortened(cell, 60))),
  };
}

/** A lone test split becomes the second one. */
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
