/** Flags of fine-tuning, on presets, graph files and imported models. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { analyze } from '../../../core/analysis/analyze';
import { tuningOf } from '../../../core/network/tuning';
import { buildPreset } from '../../../core/presets';
import { loadNetwork } from '../../../main/cli/networks/network';
import { addTrainingOptions, type TrainingFlags } from '../../../main/cli/options/training';
import { startOf } from '../../../main/models/start';
import { ModelStore, writeWeights } from '../../../main/models/store';
import type { Tensor } from '../../../main/runs/safetensors';

const folder = mkdtempSync(join(tmpdir(), 'skipwire-tuning-'));
const file = join(folder, 'graph.json');
const before = process.env.SKIPWIRE_DATA;
beforeAll(() => {
  process.env.SKIPWIRE_DATA = folder;
  writeFileSync(file, JSON.stringify(buildPreset('resnet20', { classes: 100 })));
});
afterAll(() => {
  if (before === undefined) delete process.env.SKIPWIRE_DATA;
  else process.env.SKIPWIRE_DATA = before;
  rmSync(folder, { recursive: true });
});

function flags(...argv: string[]): TrainingFlags {
  const command = addTrainingOptions(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  command.parse(['--dataset', 'cifar10', ...argv], { from: 'user' });
  return command.opts() as TrainingFlags;
}

const load = (network: string, ...argv: string[]) => loadNetwork(network, flags(...argv), { classes: 10 });
const trained = async (...argv: string[]) => {
  const { nodes } = analyze(await load('resnet20', ...argv));
  return Object.values(nodes).flatMap(({ id, trainableCount }) => (trainableCount > 0 ? [id] : []));
};

test('layers, blocks and stages are frozen by name', async () => {
  expect(await trained('--freeze', 'all-but-head')).toEqual(['head.dense']);
  expect(await trained('--freeze', 'stem,stage1,stage2', '--freeze', 'stage3.block1')).toEqual([
    ...[2, 3].flatMap((block) => ['conv1', 'bn1', 'conv2', 'bn2'].map((id) => `stage3.block${block}.${id}`)),
    'head.dense',
  ]);
});

test('factors: the head, a stage, and all the rest', async () => {
  const factors = ['stage3=0.5', 'head=10', 'rest=0.1'].flatMap((one) => ['--learning-rate-factor', one]);
  const network = await load('resnet20', ...factors);
  const factorOf = (id: string) => network.nodes.find((node) => node.id === id)?.learningRateFactor;
  expect(['stem.conv', 'stage3.block1.conv1', 'head.dense', 'stem.relu'].map(factorOf)).toEqual([
    0.1,
    0.5,
    10,
    undefined,
  ]);
});

test('what the network lacks, and what is no factor, is refused by name', async () => {
  await expect(load('resnet20', '--freeze', 'stag1')).rejects.toThrow(
    'ResNet-20 has no layer, block, or stage called "stag1". Did you mean stage1',
  );
  await expect(load('resnet20', '--learning-rate-factor', 'nowhere=2')).rejects.toThrow(
    /called "nowhere"\. Available: stem, .*head, rest\./,
  );
  expect(() => flags('--learning-rate-factor', 'stem')).toThrow(
    /Write it as part=factor, such as stage1=0\.1/,
  );
  expect(() => flags('--learning-rate-factor', 'stem=0')).toThrow(/must be greater than 0/);
  await expect(load('resnet20', '--new-head')).rejects.toThrow(/The head of a preset is always new/);
});

test('a graph file with another number of classes gets a new head', async () => {
  const network = await load(file, '--new-head', '--freeze', 'all-but-head');
  const { totals, nodes, outputId } = analyze(network);
  expect(outputId).toBe('head.dense_1');
  expect(nodes['head.dense_1']?.outputShape).toEqual([10]);
  expect(totals.trainable).toBe(nodes['head.dense_1']?.paramCount);
});

test("an imported model keeps its weights, and begins with none of the old head's, even if they would fit", async () => {
  const document = buildPreset('resnet20', { classes: 10 });
  const weights = new Map<string, Tensor>(
    Object.values(analyze(document).nodes).flatMap(({ id, weights: specs }) =>
      specs.map(({ name, shape }): [string, Tensor] => [
        `${id}/${name}`,
        { shape, data: new Float32Array(shape.reduce((size, side) => size * side, 1)).fill(1) },
      ]),
    ),
  );
  const { totals } = analyze(document);
  const models = new ModelStore();
  const { id } = await models.create(async (folder) => {
    await writeWeights(folder, weights);
    return {
      document,
      report: {
        source: 'x.keras',
        format: 'keras',
        hasWeights: true,
        entries: [],
        remarks: [],
        totalParams: totals.params,
        trainableParams: totals.trainable,
      },
    };
  });
  const kept = await startOf(models, await load(id));
  expect(kept?.startedFromModel.drawn).toEqual([]);
  const fresh = await load(id, '--new-head', '--freeze', 'all-but-head');
  expect(tuningOf(fresh)?.frozen).toBe(tuningOf(await load(id, '--freeze', 'all-but-head'))?.frozen);
  const start = await startOf(models, fresh);
  expect(start?.startedFromModel.drawn).toEqual(['head.dense_1']);
  expect(start?.weights.has('stem.conv/kernel')).toBe(true);
});
