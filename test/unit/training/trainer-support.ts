/** Dependencies of a training service other than runs and workers. */
import type { DatasetManifest } from '../../../main/datasets/storage/store';
import type { Engine } from '../../../main/engine/types';

export const engine: Engine = { version: '9.9.9', device: 'cpu', bindingPath: 'b', env: { TF_X: '1' } };
export const manifest: DatasetManifest = {
  format: 'skipwire.dataset',
  version: 1,
  id: 'shapes',
  name: 'Shapes',
  classes: ['a', 'b', 'c'],
  imageShape: [2, 2, 1],
  storage: 'raw',
  train: { count: 5000, perClass: [5000, 0, 0] },
  val: { count: 1000, perClass: [1000, 0, 0] },
  valRole: 'validation',
  dropped: 0,
  odd: 0,
  splitDescription: 'trained on 5,000 drawn images, validated on 1,000 others',
  origin: 'test',
  importedAt: '2026-01-01T00:00:00.000Z',
};
