/**
 * The exported scripts train as the run did, on real images: equal parameters, and curves within the spread of seeds. Here,
 * `npm run test:formats` needs tensorflow and keras in its Python, too.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { analyze } from '../../core/analysis/analyze';
import { buildPreset } from '../../core/presets';
import type { RunRecord } from '../../core/study/run';
import { studyRequestSchema } from '../../core/study/settings';
import { outlines } from '../../main/datasets/shapes/outlines';
import { exportRun } from '../../main/exporting';
import { stepCases, stepsOf } from '../integration/exporting/script-steps';
import { makeRun, type Training } from '../integration/exporting/support';
import { cifar10, cifar10Archive, realCifarFolder } from '../support/datasets';
import { ENGINE_TIMEOUT, testEngine } from '../support/engine';
import { testNeeding } from '../support/needs';
import { type TestServices, testServices, untilIdle } from '../support/worker';

const python = process.env.SKIPWIRE_PYTHON as string;
const out = mkdtempSync(join(tmpdir(), 'skipwire-scripts-'));
const data = join(out, 'data');
const ARMS = ['resnet20', 'plain20'] as const;

const settings = {
  dataset: 'cifar10',
  trainLimit: 600,
  valLimit: 300,
  selection: { limit: 'stratified' },
  epochs: 3,
  batchSize: 50,
  optimizer: { type: 'sgd', learningRate: 0.05, momentum: 0.9, nesterov: true, l2: 1e-4 },
  schedule: { type: 'cosine', warmup: 6 },
  labelSmoothing: 0.1,
  normalization: 'per-channel',
  preciseBatchNorm: { batches: 12 },
  augmentation: { flip: true, padAndCrop: 4, cutout: 8, mixup: 0.2, cutmix: 1, colorJitter: {} },
};

interface Curve {
  loss: number[];
  valLoss: number[];
}

/** Modules whose weights are others than in a file. */
const MOVED = `import json, sys, torch
from safetensors.torch import load_file
after, before = torch.load(sys.argv[1]), load_file(sys.argv[2])
kept = lambda name: name in before and torch.equal(after[name], before[name])
print(json.dumps(list(dict.fromkeys(name.rpartition(".")[0] for name in after if not kept(name)))))`;
const placeOf = (id: string): string => id.replaceAll('.', '_');

afterAll(() => rmSync(out, { recursive: true, force: true }));

/** Trains with a script. With several threads torch waits for them busily, which takes many times as long on a busy machine. */
function trained(script: string, args: readonly string[], folder: string): string {
  mkdirSync(folder, { recursive: true });
  const env = {
    ...process.env,
    ...{ DATA: data, OMP_NUM_THREADS: '1', CUDA_VISIBLE_DEVICES: '', TF_CPP_MIN_LOG_LEVEL: '3' },
  };
  const { status, stdout, stderr } = spawnSync(python, [script, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
  return stdout;
}

const keras = (script: string, seed: number): { printed: string; curve: Curve } => {
  const folder = join(out, `keras-${seed}`);
  writeFileSync(script, readFileSync(script, 'utf8').replace(/^SEED = .*$/m, `SEED = ${seed}`));
  const printed = trained(script, [], folder);
  const history = JSON.parse(readFileSync(join(folder, 'history.json'), 'utf8'));
  return { printed, curve: { loss: history.cross_entropy, valLoss: history.val_cross_entropy } };
};

const torch = (script: string, seed: number): { printed: string; curve: Curve } => {
  const folder = join(out, `torch-${seed}`);
  const printed = trained(script, ['--data', data, '--seed', `${seed}`, '--out', folder], folder);
  const rows = historyOf(folder);
  return {
    printed,
    curve: { loss: rows.map(({ loss }) => loss), valLoss: rows.map(({ val_loss }) => val_loss) },
  };
};

interface Row {
  loss: number;
  val_loss: number;
}

const historyOf = (folder: string): Row[] => JSON.parse(readFileSync(join(folder, 'history.json'), 'utf8'));

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const summary = (values: readonly number[]) => `${mean(values).toFixed(3)} ± ${deviation(values).toFixed(3)}`;
const deviation = (values: readonly number[]) =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1));

describe('A script', () => {
  let services: TestServices;
  const runs = new Map<string, RunRecord[]>();
  beforeAll(async () => {
    if (!cifar10.met) return;
    await testEngine();
    services = await testServices({ oneProcess: true });
    cpSync(join(realCifarFolder() as string, 'cifar10'), services.datasets.folder('cifar10'), {
      recursive: true,
    });
    mkdirSync(data);
    spawnSync('tar', ['-xJf', cifar10Archive.path, '-C', data]);
    const arms = ARMS.map((name) => ({ name, graph: buildPreset(name) }));
    const ended = untilIdle(services.training.events());
    const request = { name: 'curves', arms, settings, seeds: [1, 2, 3, 4, 5, 6] };
    const { runIds } = await services.training.start(studyRequestSchema.parse(request));
    await ended;
    for (const id of runIds) {
      const run = await services.runs.get(id);
      expect(run.state).toBe('finished');
      runs.set(run.arm, [...(runs.get(run.arm) ?? []), run]);
    }
  }, 1_800_000);
  afterAll(() => services?.dispose());

  describe.each(ARMS)('%s', (arm) => {
    testNeeding(cifar10).each([
      ['keras-script', keras],
      ['pytorch-script', torch],
    ] as const)(
      'trained by the %s has the same parameters and the same curve',
      async (format, train) => {
        const ours = runs.get(arm) as RunRecord[];
        const script = join(out, `${arm}.${format}.py`);
        await exportRun(services.runs, ours[0]?.id as string, format, script);
        const theirs = [1, 2, 3].map((seed) => train(script, seed));
        for (const { printed } of theirs) {
          expect(printed).toContain((ours[0] as RunRecord).network.params.toLocaleString('en'));
        }
        for (const metric of ['loss', 'valLoss'] as const) {
          for (let epoch = 0; epoch < settings.epochs; epoch++) {
            const run = ours.map(({ epochs }) => epochs[epoch]?.[metric] as number);
            const scripted = theirs.map(({ curve }) => curve[metric][epoch] as number);
            console.info(`${arm} ${metric} ${epoch + 1}: ${summary(run)}, ${format} ${summary(scripted)}`);
            // Three standard errors of the difference of two means.
            const spread =
              3 *
              Math.max(deviation(run), deviation(scripted)) *
              Math.sqrt(1 / run.length + 1 / scripted.length);

            expect(Math.abs(mean(scripted) - mean(run))).toBeLessThan(spread);
          }
        }
      },
      ENGINE_TIMEOUT,
    );
  });
});

describe('A PyTorch script from the same weights has our losses', () => {
  test.each(stepCases.map((one) => [one.name, one] as const))(
    '%s',
    async (_, one) => {
      const folder = mkdtempSync(join(out, 'steps'));
      const formats = { script: 'pytorch-script', weights: 'pytorch' } as const;
      const { ours, script, weights } = await stepsOf(one, folder, formats);
      const given = join(weights, 'model.safetensors');
      const printed = trained(script, ['--weights', given, '--out', folder], folder);
      const rows = historyOf(folder);
      expect(rows.map(({ loss }) => loss)).toEqual(ours.losses.map((loss) => expect.closeTo(loss, 5)));
      // The moving variance is that of a sample.
      expect(rows[1]?.val_loss).toBeCloseTo(ours.valLoss, 3);
      const { params, trainable } = analyze(one.document).totals;
      expect(printed).toContain(
        `parameters: ${params.toLocaleString('en')} (${trainable.toLocaleString('en')} trainable)`,
      );
      expect(printed).toMatch(/^\d+ of \d+ tensors begin with those in /m);
      const { stdout } = spawnSync(python, ['-c', MOVED, join(folder, 'model.pt'), given], {
        encoding: 'utf8',
      });
      const moved: string[] = JSON.parse(stdout);
      const weighted = ['first.conv', 'first.bn', 'body.wise', 'body.bn', 'head'];
      expect(moved).toEqual(weighted.filter((id) => !one.frozen?.includes(id)).map(placeOf));
    },
    ENGINE_TIMEOUT,
  );
});

/** On ten pictures of shapes. */
test.each([
  [
    'everything that changes pictures',
    {
      optimizer: { type: 'sgd', momentum: 0.9, nesterov: true, l2: 1e-4, decaySparesNormsAndBiases: true },
      schedule: { type: 'steps', boundaries: [2], warmup: 1 },
      labelSmoothing: 0.1,
      augmentation: {
        ...{ flip: true, padAndCrop: 2, cutout: 3, mixup: 0.2, cutmix: 1 },
        ...{ colorJitter: {}, randomResizedCrop: {} },
      },
      normalization: 'per-pixel-mean',
      preciseBatchNorm: { batches: 2 },
    },
  ],
  ['adamw in bfloat16', { optimizer: { type: 'adamw', clipvalue: 0.5 }, precision: 'bfloat16' }],
  [
    'centered rmsprop in float16',
    {
      optimizer: { type: 'rmsprop', centered: true, momentum: 0.5, globalClipnorm: 1 },
      schedule: { type: 'plateau', patience: 1 },
      precision: 'float16',
    },
  ],
  [
    'a selection',
    {
      optimizer: { type: 'adam', amsgrad: true },
      schedule: { type: 'one-cycle' },
      selection: {
        ...settings.selection,
        classes: [0, 1, 2].map((n) => ({ name: `${n}`, of: [outlines[n]?.name] })),
      },
    },
  ],
] as const)(
  'torch trains with %s',
  async (_, how) => {
    const graph = buildPreset('resnet20', {
      width: 0.25,
      classes: 'selection' in how ? 3 : 10,
      inputShape: [16, 16, 3],
    });
    const { normalization, ...training } = { normalization: undefined, ...how };
    const small = { dataset: 'shapes', trainLimit: 40, valLimit: 20, batchSize: 10, epochs: 2 };
    const made = await makeRun(graph, { normalization, training: { ...small, ...training } as Training });
    try {
      const script = join(out, 'settings.py');
      await exportRun(made.store, made.id, 'pytorch-script', script, { force: true });
      const printed = trained(script, ['--out', out], out);
      expect(printed).toContain(`parameters: ${analyze(graph).totals.params.toLocaleString('en')} `);
      const losses = [...printed.matchAll(/ val_loss ([0-9.]+) /g)].map(([, loss]) => Number(loss));
      expect(losses).toHaveLength(2);
      for (const loss of losses) expect(loss).toBeGreaterThan(0);
    } finally {
      rmSync(dirname(made.folder), { recursive: true, force: true });
    }
  },
  ENGINE_TIMEOUT,
);
