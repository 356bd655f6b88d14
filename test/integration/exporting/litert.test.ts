/** .tflite files, read back in LiteRT by its default kernels in a batch and by its plain ones one by one. */
import { readFileSync, rmSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { buildPreset } from '../../../core/presets';
import { writtenLitert } from '../../../main/exporting/litert/file';
import { documentOf, smallResNet } from '../../support/documents';
import { ENGINE_TIMEOUT } from '../../support/engine';
import { everyOperator } from '../../support/every-operator';
import { describeNeeding } from '../../support/needs';
import { kerasPython } from '../../support/python';
import { checkedExport, out } from './checked-export';

/** Kernels that are narrower than their stride on one axis, where LiteRT's own padding fails, and large scores. */
const narrow = documentOf('narrow', [
  { id: 'x', type: 'Input', params: { shape: [8, 7, 4] } },
  {
    id: 'conv',
    type: 'Conv2D',
    params: { filters: 6, kernelSize: [1, 3], strides: [2, 2], padding: 'same', groups: 2 },
  },
  {
    id: 'transposed',
    type: 'Conv2DTranspose',
    params: { filters: 5, kernelSize: [2, 1], strides: [3, 2], padding: 'same' },
  },
  {
    id: 'max',
    type: 'MaxPooling2D',
    params: { poolSize: [1, 3], strides: [2, 2], padding: 'same' },
  },
  {
    id: 'mean',
    type: 'AveragePooling2D',
    params: { poolSize: [3, 2], strides: [1, 3], padding: 'same' },
  },
  { id: 'flat', type: 'Flatten' },
  { id: 'out', type: 'Dense', params: { units: 3, activation: 'softmax' } },
]);

afterAll(() => rmSync(out, { recursive: true, force: true }));

describeNeeding(kerasPython)('A .tflite file', () => {
  test.each([
    ['a residual network', buildPreset('resnet50', { width: 0.25, classes: 4 })],
    ['every operator', everyOperator()],
    ['windows narrower than their stride', narrow],
  ])(
    'of %s gives the same answers',
    async (_, graph) => {
      const { check } = await checkedExport('litert', graph, { normalization: 'per-pixel-mean' });
      expect(check).toMatchObject({ result: 'equal', images: 32 });
    },
    ENGINE_TIMEOUT,
  );

  test(
    'has kernels in float16 on request, and the names of the classes',
    async () => {
      const how = { normalization: 'per-channel', classes: ['cat', 'Réunion swamphen'] } as const;
      const graph = smallResNet({ width: 0.25, classes: 2 });
      const { bytes } = await checkedExport('litert', graph, how);
      const half = await checkedExport('litert', graph, { ...how, options: { weights: 'float16' } });
      expect(half.check).toMatchObject({ result: 'equal' });
      expect(half.bytes).toBeLessThan(0.75 * bytes);
      const file = readFileSync(half.path);
      expect(file.toString('latin1', 4, 8)).toBe('TFL3');
      const { 'labels.txt': labels } = unzipSync(file);
      expect(Buffer.from(labels!).toString()).toBe('cat\nRéunion swamphen');
      expect(await writtenLitert(half.path)).toEqual([]);
    },
    ENGINE_TIMEOUT,
  );
});
