/** Photograph sets of the catalogue; photos/import/import.ts reads them. */
import { message } from '../../../core/messages';
import { datasetName } from '../../../core/study/data';
import { splitsMessage } from '../storage/splits-message';
import type { DatasetSource, RemoteFile } from './source';

export interface PhotoEdition
  extends Pick<DatasetSource, 'id' | 'description' | 'homepage' | 'license' | 'citation'> {
  /** Folder and name of each class, in label order. */
  folders: readonly (readonly [folder: string, name: string])[];
  /** Pictures in the official archive, including those that do not decode. */
  pictures: { train: number; val: number };
  archive: RemoteFile;
}

export function createPhotographs({ folders, pictures, archive, ...rest }: PhotoEdition): DatasetSource {
  const whole = pictures.train + pictures.val;
  return {
    ...rest,
    name: datasetName(rest.id),
    kind: 'catalogue',
    classes: folders.map(([, name]) => name),
    // A usual input size; the pictures are larger, and not square.
    imageShape: [224, 224, 3],
    expected: pictures,
    download: [archive],
    photos: { folders },
    describeSplits: ({ train, val, dropped }) => {
      const kept = train + val;
      const found = kept + (dropped ?? 0);
      if (dropped === undefined || found === whole) return splitsMessage({ train, val }, 'validation', true);
      return message('datasets.splits.sample', {
        sample: found < whole ? 'yes' : 'no',
        kept,
        whole,
        splits: splitsMessage({ train, val }, 'validation'),
      });
    },
  };
}
