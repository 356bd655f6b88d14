/** Descriptions of data sets for the window. */
import type { DatasetInfo } from '../../core/contract/datasets';
import { inEnglish, type List, listOf, type Message, type MessageOrText, message } from '../../core/messages';
import type { Size } from './photos/stored/common-size';
import type { DatasetSource } from './sources/source';
import { splitsMessage } from './storage/splits-message';
import { type DatasetManifest, datasetBytes, type Stored } from './storage/store';

export interface KnownDataset {
  id: string;
  name: string;
  /** Absent for a person's own data set. */
  source?: DatasetSource;
}

/**
 * @param photoSize the common height and width of its photographs, if they have one
 * @returns undefined if there is neither a source nor a readable manifest
 */
export function describe(
  { id, name, source }: KnownDataset,
  stored: Stored,
  photoSize?: Size,
): DatasetInfo | undefined {
  const manifest = stored.state === 'ready' ? stored.manifest : undefined;
  const problem = stored.state === 'damaged' ? stored.reason : undefined;
  if (source) {
    return {
      id,
      name,
      description: source.description,
      kind: source.kind,
      ...(manifest ? fromManifest(manifest, photoSize, splitsOf(manifest, source)) : fromSource(source)),
      sampleOf: manifest && sampleOf(source, manifest),
      problem,
      homepage: source.homepage,
      license: source.license,
      downloadBytes: downloadBytes(source),
      citation: source.citation,
      sources: [
        ...(source.download ? (['download'] as const) : []),
        ...(canImport(source) ? (['import'] as const) : []),
        ...(source.generate ? (['generate'] as const) : []),
      ],
    };
  }
  const known = manifest ?? (stored.state === 'damaged' ? stored.manifest : undefined);
  if (!known) return undefined;
  return {
    id,
    name,
    description: ownDescription(known.origin),
    kind: 'own',
    ...fromManifest(known, photoSize, splitsOf(known)),
    state: manifest ? 'ready' : 'absent',
    problem,
    sources: [],
  };
}

/** Number of images in the complete set, if this is only a part of it. */
function sampleOf({ photos, expected }: DatasetSource, manifest: DatasetManifest): number | undefined {
  if (!photos) return undefined;
  const { train, val, test, dropped } = manifest;
  const whole = expected.train + expected.val;
  return train.count + val.count + (test?.count ?? 0) + dropped < whole ? whole : undefined;
}

/** Files dropped on the page of the browser host come from a folder that no longer exists (main/hosts/uploads.ts). */
const UPLOAD = /[\\/]uploads[\\/][0-9a-f]{36}[\\/]files(?:[\\/](.*))?$/;

function ownDescription(origin: string): Message {
  const upload = UPLOAD.exec(origin);
  if (!upload) return message('datasets.about.own', { origin });
  return upload[1] === undefined
    ? message('datasets.about.ownDropped')
    : message('datasets.about.ownDroppedFrom', { origin: upload[1] });
}

export const canImport = ({ importFrom, photos }: DatasetSource): boolean =>
  importFrom !== undefined || photos !== undefined;

/** Bytes of the data set on disk. Photographs hardly shrink in an archive. */
export const storedBytes = (source: DatasetSource): number =>
  source.photos ? (downloadBytes(source) ?? 0) : datasetBytes(source.imageShape, source.expected);

const downloadBytes = ({ download }: DatasetSource): number | undefined =>
  download?.reduce((sum, file) => sum + file.bytes, 0);

function fromSource(source: DatasetSource) {
  const { train, val } = source.expected;
  return {
    state: 'absent' as const,
    classes: [...source.classes],
    imageShape: [...source.imageShape] as DatasetInfo['imageShape'],
    sizes: source.photos ? ('varied' as const) : ('equal' as const),
    trainCount: train,
    valCount: val,
    valRole: source.valRole ?? ('validation' as const),
    testCount: 0,
    trainPerClass: [],
    valPerClass: [],
    testPerClass: [],
    dropped: 0,
    odd: 0,
    splitDescription: source.describeSplits(source.expected),
    bytes: storedBytes(source),
  };
}

/** The text of the manifest, as a message in the current language if it is the usual one. */
function splitsOf(manifest: DatasetManifest, source?: DatasetSource): MessageOrText {
  const { train, val, test, dropped, valRole, splitDescription } = manifest;
  const counts = { train: train.count, val: val.count };
  const made =
    source?.describeSplits({ ...counts, ...(source.photos ? { dropped } : {}) }) ??
    splitsMessage({ ...counts, test: test?.count ?? 0 }, valRole);
  return inEnglish(made) === splitDescription ? made : splitDescription;
}

function fromManifest(
  manifest: DatasetManifest,
  photoSize: Size | undefined,
  splitDescription: MessageOrText,
) {
  const { train, val, test } = manifest;
  const counts = { train: train.count, val: val.count + (test?.count ?? 0) };
  return {
    state: 'ready' as const,
    classes: [...manifest.classes],
    imageShape: [...manifest.imageShape] as DatasetInfo['imageShape'],
    sizes: manifest.storage === 'files' ? ('varied' as const) : ('equal' as const),
    trainCount: train.count,
    valCount: val.count,
    valRole: manifest.valRole,
    testCount: test?.count ?? 0,
    trainPerClass: train.perClass,
    valPerClass: val.perClass,
    testPerClass: test?.perClass ?? [],
    dropped: manifest.dropped,
    odd: manifest.odd,
    splitDescription,
    photoSize: photoSize && ([...photoSize] as DatasetInfo['photoSize']),
    bytes: manifest.bytes ?? datasetBytes(manifest.imageShape, counts),
    origin: manifest.origin,
    importedAt: manifest.importedAt,
  };
}

/** "download it from www.cs.toronto.edu or import it from an archive or folder" */
export function waysIn(source: DatasetSource | undefined): List {
  if (!source) return listOf([message('datasets.ways.importAgain')], 'or');
  const ways: Message[] = [];
  if (source.download) {
    const { host } = new URL(source.download[0]!.urls[0]!);
    ways.push(message('datasets.ways.download', { host }));
  }
  if (canImport(source)) ways.push(message('datasets.ways.import'));
  if (source.generate) ways.push(message('datasets.ways.generate'));
  return listOf(ways, 'or');
}
