/** What the window is told about a data set, whether it is here or only known. */
import type { DatasetInfo } from '../../core/contract/datasets';
import type { Size } from './photos/stored/common-size';
import type { DatasetSource } from './source';
import { type DatasetManifest, datasetBytes, type Stored } from './store';

/** A data set of this store: one that a source knows, or a person's own, of which only the folder is known. */
export interface KnownDataset {
  id: string;
  name: string;
  /** Absent: a person's own. */
  source?: DatasetSource;
}

/**
 * @param photoSize height and width of its photographs, where they all have one size.
 * @returns undefined where there is neither a source nor a manifest that can be read.
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
      ...(manifest ? fromManifest(manifest, photoSize) : fromSource(source)),
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
    description: `Your own, ${cameFrom(known.origin)}`,
    kind: 'own',
    ...fromManifest(known, photoSize),
    state: manifest ? 'ready' : 'absent',
    problem,
    sources: [],
  };
}

/** Images of the whole set, where this is less of it. */
function sampleOf({ photos, expected }: DatasetSource, manifest: DatasetManifest): number | undefined {
  if (!photos) return undefined;
  const { train, val, test, dropped } = manifest;
  const whole = expected.train + expected.val;
  return train.count + val.count + (test?.count ?? 0) + dropped < whole ? whole : undefined;
}

/** What was dropped on the page of the browser host lay in a folder that is gone since (main/hosts/uploads.ts). */
const UPLOAD = /[\\/]uploads[\\/][0-9a-f]{36}[\\/]files(?:[\\/](.*))?$/;

function cameFrom(origin: string): string {
  const upload = UPLOAD.exec(origin);
  if (!upload) return `from ${origin}`;
  return upload[1] === undefined ? 'dropped on the window' : `from ${upload[1]}, dropped on the window`;
}

/** Whether it comes out of a file or folder on this machine. */
export const canImport = ({ importFrom, photos }: DatasetSource): boolean =>
  importFrom !== undefined || photos !== undefined;

/** What the data set will take on disk; photographs are kept as they are, and hardly shrink in an archive. */
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

function fromManifest(manifest: DatasetManifest, photoSize: Size | undefined) {
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
    splitDescription: manifest.splitDescription,
    photoSize: photoSize && ([...photoSize] as DatasetInfo['photoSize']),
    bytes: manifest.bytes ?? datasetBytes(manifest.imageShape, counts),
    origin: manifest.origin,
    importedAt: manifest.importedAt,
  };
}

/** "download it from www.cs.toronto.edu or import it from an archive or folder" */
export function waysIn(source: DatasetSource | undefined): string {
  if (!source) return 'import it once more from its folder or archive';
  const ways: string[] = [];
  if (source.download) ways.push(`download it from ${new URL(source.download[0]!.urls[0]!).host}`);
  if (canImport(source)) ways.push('import it from an archive or folder');
  if (source.generate) ways.push('draw it from a seed');
  return ways.join(' or ');
}
