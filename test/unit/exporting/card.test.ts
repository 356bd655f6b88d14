/** Model cards, and whether a network is one of timm's. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { GraphDocument } from '../../../core/graph/document';
import { buildPreset } from '../../../core/presets';
import { exportRun } from '../../../main/exporting';
import { findExport } from '../../../main/exporting/find-export';
import { configOf, timmArchitecture } from '../../../main/exporting/huggingface/timm';
import { readTrainedNetwork } from '../../../main/exporting/trained-network';
import { type MadeRun, makeRun } from '../../integration/exporting/support';

const made: MadeRun[] = [];
const out = mkdtempSync(join(tmpdir(), 'skipwire-card-'));
afterAll(() => {
  for (const { folder } of made) rmSync(dirname(folder), { recursive: true, force: true });
  rmSync(out, { recursive: true, force: true });
});

async function runOf(graph: GraphDocument, how: Parameters<typeof makeRun>[1] = {}): Promise<MadeRun> {
  const run = await makeRun(graph, how);
  made.push(run);
  return run;
}

test('a card says what was trained on what, how well it does on which images, and how to prepare a picture', async () => {
  const graph = buildPreset('resnet20', { width: 0.25, classes: 2 });
  const { store, id } = await runOf(graph, { classes: ['cat', 'a|b'] });
  const epoch = {
    epoch: 1,
    loss: 1,
    accuracy: 0.5,
    valLoss: 0.25,
    valAccuracy: 0.875,
    seconds: 1,
    imagesPerSecond: 1,
  };
  const later = { ...epoch, epoch: 2, valAccuracy: 1 };
  await store.update(id, { epochs: [epoch, later].map((each) => ({ type: 'epoch', ...each })) });
  const path = join(out, 'card.md');
  await exportRun(store, id, 'card', path);
  const card = readFileSync(path, 'utf8');
  expect(card).toMatch(/^---\npipeline_tag: image-classification\n/);
  expect(card).toContain(
    `Skipwire trained it on Shapes (run ${id}, epoch 1). It has 19,266 parameters, 18,874 of them trainable, and needs 2.76 M`,
  );
  expect(card).toContain('| Validation | 87.5% | 0.250 | 1 |');
  expect(card).toContain('Accuracy of a network trained on nothing.');
  expect(card).toContain('At chance: ');
  expect(card).toContain('cat and a\\|b |');
  expect(await findExport(path)).toMatchObject({ files: [], isFolder: false });
});

test.each([
  ['resnet18', 'torchvision', 'none', 'resnet18'],
  ['resnet18', 'torchvision', 'per-pixel-mean', undefined],
  ['resnet18', 'study', 'none', undefined],
] as const)(
  '%s of the style %s, normalization %s: %s in timm',
  async (name, style, normalization, expected) => {
    const { store, id } = await runOf(buildPreset(name, { style, classes: 3, inputShape: [64, 64, 1] }), {
      normalization,
    });
    const network = await readTrainedNetwork(store, id);
    expect(timmArchitecture(network)).toBe(expected);
    const config = configOf(network, expected);
    expect(config).toMatchObject({
      num_classes: 3,
      pretrained_cfg: { input_size: [1, 64, 64], mean: [0], std: [1] },
    });
    expect(config.model_args).toEqual(expected ? { in_chans: 1 } : undefined);
  },
);
