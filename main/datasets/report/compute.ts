/** Reads every image of a data set once, for its report and overview. */
import { createHash } from 'node:crypto';
import type { Progress } from '../../../core/contract/engine';
import { type DatasetReport, MAX_LISTED, type Place, REPORT_VERSION } from '../../../core/contract/report';
import { message } from '../../../core/messages';
import { countOf, type Overview } from '../examples/overview';
import { readListed } from '../photos/stored/files';
import type { DatasetManifest } from '../storage/store';
import { ByteChannels, ResizedChannels } from './channels';
import { groupDuplicates } from './duplicates/groups';
import { findPairs } from './duplicates/pairs';
import { THUMBNAIL_BYTES, writeThumbnail } from './duplicates/thumbnail';
import { imagesOf } from './images';
import { Sizes } from './sizes';
import { sketchShape, writeSketch } from './sketch';
import { reportSplits } from './splits';

/** Images between progress reports. */
const PACE = 256;

export interface ComputeOptions {
  onProgress?: (progress: Progress) => void;
  /** Called once all images have been read. */
  onOverview?: (overview: Overview) => void;
}

/**
 * Memory: about 1.2 kB per image, and a few decoded images.
 * @throws if a file of the data set cannot be read
 */
export async function computeReport(
  folder: string,
  manifest: DatasetManifest,
  { onProgress, onOverview }: ComputeOptions = {},
): Promise<DatasetReport> {
  const begun = performance.now();
  const count = countOf(manifest);
  const places: Place[] = [];
  const thumbnails = new Uint8Array(count * THUMBNAIL_BYTES);
  const firstOf = new Int32Array(count);
  const copies = new Uint8Array(count);
  const firstWith = new Map<string, number>();
  const sizes = new Sizes();
  const [height, width, colors] = manifest.imageShape;
  const channels =
    manifest.storage === 'raw' ? new ByteChannels(colors) : new ResizedChannels(3, { width, height });
  const sketch = { ...sketchShape(manifest, count), square: manifest.storage === 'files' };
  const sketchBytes = sketch.side * sketch.side * sketch.channels;
  const sketches = new Uint8Array(count * sketchBytes).fill(128);
  for await (const { place, pixels, shape } of imagesOf(folder, manifest)) {
    const at = places.length;
    places.push(place);
    firstOf[at] = at;
    if (manifest.storage === 'files') sizes.add(place, shape[1], shape[0]);
    // Without pixels, the thumbnail stays black: plain, so no duplicate.
    if (!pixels) continue;
    if (place.split === 'train') channels.add(pixels, shape);
    writeThumbnail(pixels, shape, thumbnails, at * THUMBNAIL_BYTES);
    writeSketch(pixels, shape, sketch, sketches, at * sketchBytes);
    const digest = digestOf(pixels, shape);
    const first = firstWith.get(digest);
    if (first === undefined) firstWith.set(digest, at);
    else {
      firstOf[at] = first;
      copies[at] = 1;
    }
    if (at % PACE === 0) {
      onProgress?.({
        phase: message('datasets.phase.readingImages'),
        fraction: at / count,
        detail: message('datasets.progress.of', { done: at, total: count }),
      });
    }
  }
  firstWith.clear();
  const { importedAt } = manifest;
  const { side, channels: sketchChannels } = sketch;
  onOverview?.({ version: 1, importedAt, side, channels: sketchChannels, pixels: sketches });
  const search = await findPairs(thumbnails, copies, {
    onProgress: (fraction) => onProgress?.({ phase: message('datasets.phase.duplicates'), fraction }),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
  });
  return {
    version: REPORT_VERSION,
    id: manifest.id,
    importedAt,
    computedAt: new Date().toISOString(),
    seconds: (performance.now() - begun) / 1000,
    splits: reportSplits(manifest),
    sizes: sizes.report({ height, width }),
    channels: channels.report(),
    duplicates: groupDuplicates({ places, firstOf }, search),
    dropped: manifest.dropped,
    odd: manifest.odd,
    listed: (await readListed(folder)).slice(0, MAX_LISTED),
  };
}

/** Equal for images of one size with equal pixels. */
function digestOf(pixels: Uint8Array, shape: readonly number[]): string {
  return createHash('sha1').update(shape.join(' ')).update(pixels).digest('base64');
}
