/** Where the weights of a Keras model are in its HDF5 file. */
import type { Hdf5 } from '../../../main/importing/hdf5';
import type { KerasNode } from '../../../main/importing/keras/structure';
import { keras3Weights } from '../../../main/importing/keras/weights';

const node = (...path: string[]) => ({ path, className: 'Conv2D' }) as unknown as KerasNode;

test('groups that contain themselves are entered only where the model has a model', () => {
  let asked = 0;
  const endless: Hdf5 = {
    names: (path) => {
      asked++;
      return path.endsWith('layers') ? ['inner', 'conv'] : ['0'];
    },
    isDataset: () => true,
    attribute: () => undefined,
    tensor: (path) => ({ shape: [], data: Float32Array.of(path.length) }),
  };
  const weights = keras3Weights(endless, [node('inner', 'inner', 'conv'), node('conv')]);
  expect(asked).toBe(3);
  const deepest = '/layers/inner/layers/inner/layers/conv/vars/0';
  expect(weights.of(node('inner', 'inner', 'conv'))).toEqual([
    { shape: [], data: Float32Array.of(deepest.length) },
  ]);
});
