/** .tflite files, read back in LiteRT by its default kernels in a batch and by its plain ones one by one. */
import { readFileSync, rmSync } from 'node:fs';
import { buildPreset } from '../../../core/presets';
import { documentOf } from '../../support/documents';
import { ENGINE_TIMEOUT } from '../../support/engine';
import { everyOperator } from '../../support/every-operator';
import { describeNeeding } from '../../support/needs';
import { kerasPython } from '../../support/python';
import { checkedExport, out } from './checked-export';

afterAll(() => rmSync(out, { recursive: true, force: true }));

describeNeeding(kerasPython)('A .tflite file', () => {
  test.each(['resnet20', 'resnet50'] as const)(
    '%s gives the same answers',
    async (name) => {
      const { check } = await checkedExport('litert', buildPreset(name, { width: 0.25, classes: 4 }), {
        normalization: 'per-channel',
      });
      expect(check).toMatchObject({ result: 'equal', images: 32 });
    },
    ENGINE_TIMEOUT,
  );

  test(
    'every operator gives the same answers',
    async () => {
      const { check, path } = await checkedExport('litert', everyOperator(), {
        normalization: 'per-pixel-mean',
      });
      expect(check).toMatchObject({ result: 'equal' });
      expect(readFileSync(path).toString('latin1', 4, 8)).toBe('TFL3');
    },
    ENGINE_TIMEOUT,
  );
});
