/** The training script in PyTorch: what it says for each kind of setting, and that Python can read it. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { analyze } from '../../../core/analysis/analyze';
import { membersOf, setLearningRateFactor, setTrainable } from '../../../core/edit';
import { buildPreset } from '../../../core/presets';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { scriptSource } from '../../../main/exporting/pytorch/script';
import { networkLines } from '../../../main/exporting/script/network';
import { readTrainedNetwork } from '../../../main/exporting/trained-network';
import { type MadeRun, makeRun } from '../../integration/exporting/support';

let made: MadeRun;
let network: Awaited<ReturnType<typeof readTrainedNetwork>>;
beforeAll(async () => {
  made = await makeRun(
    buildPreset('resnet20', { width: 0.25, classes: 3, style: 'torchvision', inputShape: [16, 16, 3] }),
  );
  network = await readTrainedNetwork(made.store, made.id);
});
afterAll(() => rmSync(dirname(made.folder), { recursive: true, force: true }));

const scriptOf = (settings: object) => {
  const run = { ...network.trained.run, settings: trainingSettingsSchema.parse(settings) };
  return scriptSource({ ...network, trained: { ...network.trained, run } });
};

test.each([
  [
    {
      dataset: 'shapes',
      optimizer: { type: 'sgd', momentum: 0.9, nesterov: true, l2: 1e-4, decaySparesNormsAndBiases: true },
      schedule: { type: 'cosine', warmup: 2, restarts: 1 },
      augmentation: {
        flip: true,
        padAndCrop: 2,
        cutout: 4,
        mixup: 0.2,
        cutmix: 1,
        colorJitter: {},
        randomResizedCrop: {},
      },
      normalization: 'per-channel',
      preciseBatchNorm: { batches: 3 },
      earlyStopping: { patience: 5 },
    },
    [
      'momentum=0.9, nesterov=True',
      'if p.dim() > 1',
      'F.pad(x, [2] * 4)',
      'images.mean((0, 1, 2))',
      'split(BATCH)[:3]',
      'class Drawing(Random)',
    ],
  ],
  [
    { order: 'tutorial' },
    ['itertools.islice(stream, steps)', '= max(1, len(x) // BATCH)', 'import itertools', '200 - len(buffer)'],
  ],
  [
    { optimizer: { type: 'adamw' }, schedule: { type: 'one-cycle' }, normalization: 'per-pixel-mean' },
    [
      'p.mul_(1 - rate * 0.004)',
      'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
      '0.3 * total - 1',
      'images.mean(0) / 255',
    ],
  ],
  [
    { optimizer: { type: 'rmsprop', globalClipnorm: 2 }, schedule: { type: 'plateau' } },
    ['clip_grad_norm_(trained(model), 2)', 'value = epoch["val_loss"]'],
  ],
  [
    { optimizer: { type: 'adam', clipvalue: 0.5 }, schedule: { type: 'steps', boundaries: [30, 40] } },
    ['clip_grad_value_(trained(model), 0.5)', 'step >= boundary for boundary in (30, 40)'],
  ],
  [{ schedule: { type: 'exponential', every: 7 } }, ['0.96 ** (step / 7)', 'clip_grad_norm_([p], 1)']],
  [{ schedule: { type: 'linear', warmup: 5 } }, ['return step / 5']],
])('settings %#', (settings, expected) => {
  const script = scriptOf(settings);
  for (const text of expected) expect(script).toContain(text);
  expect(script).toContain('"fc.weight": "glorot_uniform"');
  expect(script).not.toMatch(/undefined|NaN|\[object/);
  const parsed = spawnSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], {
    input: script,
    encoding: 'utf8',
  });
  expect(parsed.stderr).toBe('');
});

test('frozen layers are frozen after each train(), and factors are of parameter groups', () => {
  const part = membersOf(network.document, 'stage1');
  const document = setLearningRateFactor(setTrainable(network.document, part, false), ['stem.conv'], 0.1);
  const tuned = { ...network, document, analysis: analyze(document) };
  const source = scriptSource(tuned);
  const frozen = /^FROZEN = \[(.*?)^\]/ms.exec(source)?.[1] ?? '';
  expect(frozen.match(/"[^"]+"/g)).toHaveLength(12);
  expect(source.match(/^ *model\.train\(\)\n *freeze\(model\)$/gm)).toHaveLength(1);
  expect(source).toContain('FACTORS = {\n    "conv1": 0.1,\n}');
  expect(source).toContain('torch.optim.SGD(groups(model), lr=1');
  expect(scriptSource(network)).not.toMatch(/freeze|FROZEN|FACTORS|groups/);
  const keras = networkLines(tuned.analysis, 'x').join('\n');
  // In a function, which is called for each of the three blocks.
  expect(keras.match(/trainable=False/g)).toHaveLength(4);
  expect(keras).toContain('for number in range(1, 4):');
});
