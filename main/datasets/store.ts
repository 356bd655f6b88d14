/**
 * An imported data set on disk: raw bytes that the compiled graph reads as they are.
 *
 *   datasets/<id>/dataset.json        DatasetManifest
 *   datasets/<id>/train.images.u8     count x height x width x channels, uint8
 *   datasets/<id>/train.labels.i32    count little-endian int32
 *   datasets/<id>/val.images.u8, val.labels.i32
 *
 * The folder appears whole, by rename, or not at all.
 */
import { join } from 'node:path';
import type { SplitSource } from '../compiler/types';

export interface DatasetManifest {
  format: 'skipwire.dataset';
  version: 1;
  id: string;
  name: string;
  classes: string[];
  imageShape: [height: number, width: number, channels: number];
  train: { count: number; perClass: number[] };
  val: { count: number; perClass: number[] };
  splitDescription: string;
  /** Where the bytes came from: archive, folder, or generator with its seed. */
  origin: string;
  importedAt: string;
}

export type SplitName = 'train' | 'val';

export function splitSource(folder: string, manifest: DatasetManifest, split: SplitName): SplitSource {
  return {
    imagesFile: join(folder, `${split}.images.u8`),
    labelsFile: join(folder, `${split}.labels.i32`),
    count: manifest[split].count,
  };
}
