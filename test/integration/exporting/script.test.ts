/** Keras scripts and notebooks, run from their text alone on pictures in folders. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { analyze } from '../../../core/analysis/analyze';
import { documentOf } from '../../support/documents';
import { ENGINE_TIMEOUT } from '../../support/engine';
import { describeNeeding } from '../../support/needs';
import { kerasPython } from '../../support/python';
import { checkedExport, out } from './checked-export';
import { random } from './support';

const graph = documentOf('small', [
  { id: 'images', type: 'Input', params: { shape: [16, 16, 3] } },
  { id: 'conv', type: 'Conv2D', params: { filters: 4, strides: [2, 2], padding: 'same', useBias: false } },
  { id: 'bn', type: 'BatchNormalization' },
  { id: 'relu', type: 'Activation', params: { function: 'relu' } },
  { id: 'conv2', type: 'Conv2D', params: { filters: 4, padding: 'same' } },
  { id: 'add', type: 'Add', from: ['conv2', 'relu'] },
  { id: 'pool', type: 'GlobalAveragePooling2D' },
  { id: 'head', type: 'Dense', params: { units: 2, activation: 'softmax' } },
]);
const data = join(out, 'pictures');

/** Dark and light pictures. */
beforeAll(async () => {
  const next = random(1);
  for (const [split, count] of [
    ['train', 24],
    ['val', 6],
  ] as const) {
    for (const [name, light] of [
      ['dark', 30],
      ['light', 180],
    ] as const) {
      mkdirSync(join(data, split, name), { recursive: true });
      for (let index = 0; index < count; index++) {
        const pixels = Buffer.from(Array.from({ length: 16 * 16 * 3 }, () => light + 60 * next()));
        await sharp(pixels, { raw: { width: 16, height: 16, channels: 3 } })
          .png()
          .toFile(join(data, split, name, `${index}.png`));
      }
    }
  }
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

describeNeeding(kerasPython)('A Keras script', () => {
  const settings = {
    dataset: 'dark-and-light',
    epochs: 6,
    batchSize: 8,
    labelSmoothing: 0.05,
    optimizer: {
      type: 'sgd',
      learningRate: 0.05,
      momentum: 0.9,
      l2: 1e-4,
      weightDecay: 1e-3,
      decaySparesNormsAndBiases: true,
    },
    schedule: { type: 'cosine', warmup: 6, restarts: 1 },
    preciseBatchNorm: { batches: 4 },
    augmentation: {
      ...{ flip: true, padAndCrop: 2, cutout: 4, mixup: 0.2, cutmix: 1 },
      ...{
        colorJitter: { brightness: 0.1, contrast: 0.1, saturation: 0.1 },
        randomResizedCrop: { minScale: 0.5 },
      },
    },
  } as const;

  test(
    'has the parameters of the network, and its loss falls',
    async () => {
      const how = { normalization: 'per-channel', training: settings } as const;
      const { path, check } = await checkedExport('keras-script', graph, how);
      expect(check).toMatchObject({ result: 'unchecked' });
      const script = readFileSync(path, 'utf8');
      expect(script).toContain(
        '# Otherwise than in the run: dataset: the pictures must be in a folder for each class',
      );
      const { status, stdout, stderr } = spawnSync(process.env.SKIPWIRE_PYTHON as string, [path], {
        cwd: out,
        encoding: 'utf8',
        env: { ...process.env, DATA: data, CUDA_VISIBLE_DEVICES: '' },
      });
      expect(status === 0 ? '' : stderr).toBe('');
      const { params: parameters } = analyze(graph).totals;
      expect(stdout).toContain(`${parameters.toLocaleString('en')} parameters`);
      const { cross_entropy: losses } = JSON.parse(readFileSync(join(out, 'history.json'), 'utf8'));
      expect(losses).toHaveLength(6);
      expect(losses.at(-1)).toBeLessThan(0.8 * losses[0]);

      const notebook = await checkedExport('notebook', graph, how);
      const { cells } = JSON.parse(readFileSync(notebook.path, 'utf8'));
      const code = cells.filter(({ cell_type }: { cell_type: string }) => cell_type === 'code');
      for (const { source } of code.slice(1)) expect(script).toContain(source);
    },
    ENGINE_TIMEOUT,
  );
});
