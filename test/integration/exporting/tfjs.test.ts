/** TensorFlow.js models, read back in the TensorFlow.js that web pages get; inference.test.ts opens the page of a graph model. */
import { rmSync } from 'node:fs';
import { buildPreset } from '../../../core/presets';
import { heldByTfjsLayers, windowsDocument } from '../../support/documents';
import { ENGINE_TIMEOUT } from '../../support/engine';
import { everyOperator } from '../../support/every-operator';
import { checkedExport, out } from './checked-export';

afterAll(() => rmSync(out, { recursive: true, force: true }));

test.each([
  ['resnet20', buildPreset('resnet20', { width: 0.25, classes: 4 }), 'per-channel'],
  ['every operator', everyOperator(), 'per-pixel-mean'],
  ['windows, norms and resampling', windowsDocument(), 'none'],
] as const)(
  'the graph model of %s gives the same answers',
  async (_, graph, normalization) => {
    const { check } = await checkedExport('tfjs', graph, { normalization });
    expect(check).toMatchObject({ result: 'equal', images: 32 });
  },
  ENGINE_TIMEOUT,
);

test.each([
  ['a preset', buildPreset('resnet20', { width: 0.25, classes: 4 })],
  ['all that it holds', heldByTfjsLayers()],
])(
  'the LayersModel of %s gives the same answers',
  async (_, graph) => {
    const { check } = await checkedExport('tfjs-layers', graph, { normalization: 'per-channel' });
    expect(check).toMatchObject({ result: 'equal', images: 32 });
  },
  ENGINE_TIMEOUT,
);
