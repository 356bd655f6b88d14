/** Writes the lists and the manifest once all pictures are written. */
import { naturalOrder } from '../../../../core/basics/natural-order';
import { inEnglish, message, sentences } from '../../../../core/messages';
import { Refusal } from '../../../basics/refusal';
import { datasetDigest, photoSums, type SplitSums, sumOf } from '../../storage/digest';
import { int32 } from '../../storage/raw-files';
import { splitsMessage } from '../../storage/splits-message';
import type { DatasetManifest } from '../../storage/store';
import { type PhotoRow, writeListed, writeManifestFile, writeSplit } from '../stored/files';
import type { PhotoFolderWriter, WrittenRow } from './folder-writer';
import { evenlyMixed } from './order';
import type { PhotoSet } from './photo-set';

/** Usual input sizes; the largest that the pictures fill is suggested. */
const SIDES = [224, 192, 160, 128, 96, 64, 48, 32];

/** @throws Refusal if fewer than two classes are left. */
export async function finishPhotoSet(
  folder: string,
  set: PhotoSet & { origin: string },
  folders: readonly string[],
  writer: PhotoFolderWriter,
): Promise<void> {
  const names = set.classes?.map(([, name]) => name) ?? folders;
  const { classes, rows } = withoutEmpty(names, writer);
  const listed = [...writer.listed].sort((a, b) => naturalOrder(a.file, b.file));
  if (classes.length < 2) {
    const first = listed.find(({ state }) => state === 'dropped');
    const [only] = classes;
    throw new Refusal(
      sentences(
        message('datasets.layout.tooFew'),
        only === undefined
          ? message('datasets.layout.tooFewNone', { path: set.origin })
          : message('datasets.layout.tooFewOne', { path: set.origin, name: only }),
        first && message('datasets.layout.firstSkipped', { file: first.file, reason: first.reason }),
      ),
    );
  }
  const train = evenlyMixed(rows.train);
  const hasValidation = rows.validation.length > 0;
  const val = evenlyMixed(hasValidation ? rows.validation : rows.test);
  const test = hasValidation && rows.test.length > 0 ? evenlyMixed(rows.test) : undefined;
  await writeSplit(folder, 'train', train);
  await writeSplit(folder, 'val', val);
  if (test) await writeSplit(folder, 'test', test);
  await writeListed(folder, listed);
  const valRole = set.valRole ?? (!hasValidation && rows.test.length > 0 ? 'test' : 'validation');
  const count = (list: readonly PhotoRow[]) => ({
    count: list.length,
    perClass: perClass(list, classes.length),
  });
  const dropped = listed.reduce((sum, { state, count = 1 }) => sum + (state === 'dropped' ? count : 0), 0);
  const described = {
    classes,
    imageShape: shapeFor([...train, ...val], writer.gray),
    storage: 'files' as const,
    valRole,
  };
  const manifest: DatasetManifest = {
    format: 'skipwire.dataset',
    version: 1,
    id: set.id,
    name: set.name,
    ...described,
    bytes: writer.bytes,
    train: count(train),
    val: count(val),
    ...(test && { test: count(test) }),
    dropped,
    odd: listed.filter(({ state }) => state === 'odd').length,
    splitDescription: inEnglish(
      set.describeSplits?.({ train: train.length, val: val.length, dropped }) ??
        splitsMessage({ train: train.length, val: val.length, test: test?.length }, valRole),
    ),
    origin: set.origin,
    originStamp: set.originStamp,
    importedAt: new Date().toISOString(),
    digest: datasetDigest(described, {
      train: sumsOf(train),
      val: sumsOf(val),
      test: test && sumsOf(test),
    }),
  };
  await writeManifestFile(folder, manifest);
}

const sumsOf = (rows: readonly WrittenRow[]): SplitSums => ({
  count: rows.length,
  images: photoSums(rows.map(({ sum }) => sum)),
  labels: sumOf(int32(rows.map(({ label }) => label))),
});

/** Drops classes without a training picture, and lists their pictures. */
function withoutEmpty(names: readonly string[], writer: PhotoFolderWriter) {
  const present = new Set(writer.rows.train.map(({ label }) => label));
  const kept = [...names.keys()].filter((label) => present.has(label));
  const newLabel = new Map(kept.map((label, index) => [label, index]));
  const relabeled = (rows: readonly WrittenRow[]) =>
    rows.flatMap((row) => {
      const label = newLabel.get(row.label);
      if (label !== undefined) return [{ ...row, label }];
      const reason = message('datasets.layout.emptyClass', { name: names[row.label]! });
      writer.listed.push({ file: row.name, state: 'dropped', reason });
      return [];
    });
  const { train, validation, test } = writer.rows;
  return {
    classes: kept.map((label) => names[label]!),
    rows: { train: relabeled(train), validation: relabeled(validation), test: relabeled(test) },
  };
}

function perClass(rows: readonly PhotoRow[], classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const { label } of rows) counts[label]!++;
  return counts;
}

/** Square, as large as the shorter side of half of the pictures; gray if all are. */
function shapeFor(rows: readonly PhotoRow[], gray: boolean): [number, number, number] {
  const shorter = rows.map(({ height, width }) => Math.min(height, width)).sort((a, b) => a - b);
  const median = shorter[Math.floor(shorter.length / 2)] ?? 0;
  const side = SIDES.find((candidate) => candidate <= median) ?? SIDES.at(-1)!;
  return [side, side, gray ? 1 : 3];
}
