/** A training that is stopped or killed and then resumed gives the same bits as one that never was; on the CPU. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainingEvent } from '../../../core/contract/training';
import { setLearningRateFactor, setTrainable } from '../../../core/edit';
import type { GraphDocument } from '../../../core/graph/document';
import { inEnglish } from '../../../core/messages';
import { studyRequestSchema } from '../../../core/study/settings';
import { documentOf } from '../../support/documents';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { checkFolder, checkpointBits, metricLines } from '../../support/runs';
import { readEvents } from '../../support/tensorboard';
import { type TestServices, testServices, untilIdle } from '../../support/worker';

jest.setTimeout(600_000);

/** Each costs a start of TensorFlow. The bar is twenty: SKIPWIRE_KILLS=20. */
const KILLS = Number(process.env.SKIPWIRE_KILLS ?? 5);

let services: TestServices;
beforeAll(async () => {
  await testEngine();
  services = await testServices({ oneProcess: true });
  await services.datasets.generate({ trainCount: 100, valCount: 30, seed: 3 });
}, ENGINE_TIMEOUT);
afterAll(() => services?.dispose());

/** A shortcut, moving statistics, and a dropout, which draws at every step. */
const network = (): GraphDocument =>
  documentOf('tiny', [
    { id: 'x', type: 'Input', params: { shape: [32, 32, 3] } },
    {
      id: 'conv1',
      type: 'Conv2D',
      params: { filters: 4, kernelSize: [3, 3], strides: [4, 4], padding: 'same' },
    },
    { id: 'bn1', type: 'BatchNormalization' },
    { id: 'relu1', type: 'Activation', params: { function: 'relu' } },
    { id: 'conv2', type: 'Conv2D', params: { filters: 4, kernelSize: [3, 3], padding: 'same' } },
    { id: 'bn2', type: 'BatchNormalization' },
    { id: 'add', type: 'Add', from: ['bn2', 'relu1'] },
    { id: 'pool', type: 'GlobalAveragePooling2D' },
    { id: 'drop', type: 'Dropout', params: { rate: 0.3 } },
    { id: 'out', type: 'Dense', params: { units: 10, activation: 'softmax' } },
  ]);

const request = (settings: object, graph = network()) =>
  studyRequestSchema.parse({
    name: 'tiny',
    arms: [{ name: 'tiny', graph }],
    settings: {
      dataset: 'shapes',
      batchSize: 9,
      optimizer: { type: 'adam', learningRate: 0.01 },
      schedule: { type: 'cosine', warmup: 5 },
      augmentation: { flip: true, padAndCrop: 4, colorJitter: {}, cutout: 8, mixup: 0.2, cutmix: 1 },
      normalization: 'per-channel',
      ...settings,
    },
    seeds: [7],
  });

/** Until nothing trains any more. */
async function settle(begin: () => Promise<unknown>, each?: (event: TrainingEvent) => void): Promise<void> {
  const events = untilIdle(services.training.events(), each);
  await begin();
  await events;
}

async function trainThrough(settings: object, graph = network()): Promise<string> {
  await settle(() => services.training.start(request(settings, graph)));
  const [run] = services.training.status().runs;
  expect(run).toMatchObject({ state: 'finished' });
  return run!.id;
}

async function expectTheSame(id: string, whole: string, epochs: number): Promise<void> {
  const [one, other] = [id, whole].map((each) => services.runs.folder(each));
  expect(metricLines(one!)).toEqual(metricLines(other!));
  const last = `epoch-${String(epochs).padStart(4, '0')}.safetensors`;
  expect(await checkpointBits(one!, last)).toEqual(await checkpointBits(other!, last));
  expect((await services.runs.get(id)).state).toBe('finished');
}

test.each([
  { order: 'epoch', steps: 12, validated: 30 },
  { order: 'tutorial', steps: 11, validated: 27 },
])(
  'paused again and again, at whatever step: the same metrics and the same weights, bit by bit ($order)',
  async ({ order, steps: perEpoch, validated }) => {
    const settings = { epochs: 6, order, diagnosticsEvery: 7, preciseBatchNorm: { batches: 5 } };
    const whole = await trainThrough(settings);
    const { diagnostics } = await services.runs.metrics(whole);
    const measured = Array.from({ length: Math.floor((6 * perEpoch) / 7) }, (_, index) => 7 * (index + 1));
    expect(diagnostics.map(({ step }) => step)).toEqual(measured);
    const { stepsPerEpoch, split } = await services.runs.get(whole);
    expect([stepsPerEpoch, split?.valCount]).toEqual([perEpoch, validated]);
    expect(diagnostics[0]?.blocks.map(({ block }) => block)).toContain('conv2');
    let id = '';
    let pauses = 0;
    const steps = new Set<number>();
    const pausing = (event: TrainingEvent) => {
      if (event.type !== 'step' || steps.has(event.metrics.step) || pauses >= 5) return;
      steps.add(event.metrics.step);
      pauses++;
      void services.training.pause();
    };
    await settle(async () => {
      [id = ''] = (await services.training.start(request(settings))).runIds;
    }, pausing);
    while ((await services.runs.get(id)).state === 'paused') {
      await settle(() => services.training.resume([id]), pausing);
    }
    const { changes } = await services.runs.get(id);
    const paused = changes.flatMap((change) => (change.type === 'paused' ? [change.step] : []));
    const resumed = changes.flatMap((change) => (change.type === 'resumed' ? [change.step] : []));
    expect(paused.length).toBeGreaterThan(0);
    expect(resumed).toEqual(paused);
    await expectTheSame(id, whole, 6);
  },
);

test('paused with frozen layers and a rate of its own: what is frozen is as it began, and the rest is bit-identical', async () => {
  const frozen = setTrainable(network(), ['conv1', 'bn1', 'bn2'], false);
  const graph = setLearningRateFactor(frozen, ['conv2'], 0.25);
  const settings = { epochs: 3, optimizer: { type: 'adamw', learningRate: 0.01, weightDecay: 0.1 } };
  const whole = await trainThrough(settings, graph);
  let id = '';
  let paused = false;
  await settle(
    async () => {
      [id = ''] = (await services.training.start(request(settings, graph))).runIds;
    },
    (event) => {
      if (event.type !== 'step' || event.metrics.step < 5 || paused) return;
      paused = true;
      void services.training.pause();
    },
  );
  if ((await services.runs.get(id)).state === 'paused') await settle(() => services.training.resume([id]));
  await expectTheSame(id, whole, 3);
  expect((await services.runs.get(id)).network.tuning).toMatchObject({
    frozen: 3,
    factors: [{ factor: 0.25, layers: 1 }],
  });
  const { tensors } = await services.runs.chosen(id, 'last');
  const shorter = await trainThrough({ ...settings, epochs: 1 }, graph);
  const { tensors: began } = await services.runs.chosen(shorter, 'last');
  for (const name of ['conv1/kernel', 'bn1/gamma', 'bn1/moving_mean', 'bn2/moving_variance'])
    expect(tensors.get(name)?.data).toEqual(began.get(name)?.data);
  expect(tensors.get('conv2/kernel')?.data).not.toEqual(began.get('conv2/kernel')?.data);
  const slots = [...tensors.keys()].filter((name) => /\/(momentum|velocity)$/.test(name));
  expect(new Set(slots.map((name) => name.split('/')[0]))).toEqual(new Set(['conv2', 'out']));
});

test('extended by some epochs: as if it had been to have them from the start', async () => {
  const settings = { schedule: { type: 'constant' }, epochs: 3 };
  const whole = await trainThrough(settings);
  const id = await trainThrough({ ...settings, epochs: 2 });
  await settle(() => services.training.extend(id, 1));
  await expectTheSame(id, whole, 3);
  await expect(services.training.resume([id])).rejects.toThrow(/has finished.*extend/);
});

test('extended under a cosine: the rate that was said, and settings from which all of it is trained again', async () => {
  const schedule = { type: 'cosine', warmup: 5, floor: 0.1 };
  const id = await trainThrough({ schedule, epochs: 2 });
  const rates = async () => (await services.runs.metrics(id)).steps.map(({ learningRate }) => learningRate!);
  const before = await rates();
  // Held, paused within its second epoch and resumed; then stretched.
  let pausedAt = 0;
  await settle(
    () => services.training.extend(id, 2),
    (event) => {
      if (event.type === 'step' && event.metrics.epoch === 4 && pausedAt === 0) {
        pausedAt = event.metrics.step;
        void services.training.pause();
      }
    },
  );
  if ((await services.runs.get(id)).state === 'paused') await settle(() => services.training.resume([id]));
  const steps = before.length;
  expect((await rates()).slice(0, steps)).toEqual(before);
  expect(new Set((await rates()).slice(steps))).toEqual(new Set([0.001]));
  await settle(() => services.training.extend(id, 1, { type: 'stretch' }));
  const { settings, changes } = await services.runs.get(id);
  const told = changes.flatMap((change) => (change.type === 'extended' ? [change] : []));
  expect(told.map(({ from, to, rate }) => [from, to, rate?.type])).toEqual([
    [2, 4, 'keep'],
    [4, 5, 'stretch'],
  ]);
  const all = await rates();
  expect(told.map(({ learningRates }) => learningRates)).toEqual(
    [steps, 2 * steps].map((step) => ({ before: all[step - 1], after: all[step] })),
  );
  expect(told[1]!.learningRates!.after).toBeGreaterThan(0.001);
  const whole = await trainThrough(settings);
  await expectTheSame(id, whole, 5);
});

test('restarted from a checkpoint: its weights, other settings, and nothing else of it', async () => {
  const id = await trainThrough({ epochs: 1 });
  const settings = request({ epochs: 1, optimizer: { type: 'sgd', learningRate: 1e-30 }, seed: 3 }).settings;
  await settle(() => services.training.restart(id, 'last', settings));
  const [run] = services.training.status().runs;
  expect(run).toMatchObject({ state: 'finished', startedFrom: { runId: id, epoch: 1, step: 12 } });
  const both = await Promise.all([id, run!.id].map((one) => services.runs.chosen(one)));
  const [before, after] = both.map(({ tensors }) => tensors);
  // Updates of next to nothing: what is left are the weights that it began with.
  expect(after!.get('conv1/kernel')?.data).toEqual(before!.get('conv1/kernel')?.data);
  expect(after!.has('conv1/kernel/momentum')).toBe(false);
});

test("restarted on a part of the images: the checkpoint's statistics, unless they are normalized in another way", async () => {
  const id = await trainThrough({ epochs: 1 });
  const { settings } = request({ epochs: 1, trainLimit: 20 });
  const mean = '.data/mean';
  const before = (await services.runs.chosen(id)).tensors.get(mean);
  const restart = async (changed: object) => {
    await settle(() => services.training.restart(id, 'last', { ...settings, ...changed }));
    const [run] = services.training.status().runs;
    expect(run).toMatchObject({ state: 'finished' });
    return { run: run!, mean: (await services.runs.chosen(run!.id)).tensors.get(mean) };
  };
  const same = await restart({});
  expect(same.run.startedFrom).toMatchObject({ statistics: 'checkpoint' });
  expect(same.mean).toEqual(before);
  // Twenty images have another mean than all hundred.
  const own = (await services.runs.chosen(await trainThrough({ epochs: 1, trainLimit: 20 }))).tensors;
  expect(own.get(mean)?.data).not.toEqual(before?.data);
  const other = await restart({ normalization: 'per-pixel-mean' });
  expect(other.run.startedFrom).toMatchObject({ statistics: 'other-normalization' });
  expect(other.mean?.shape).toEqual([32, 32, 3]);
});

test('a changed data set is refused in words', async () => {
  const id = await trainThrough({ epochs: 1 });
  await services.datasets.generate({ trainCount: 100, valCount: 30, seed: 4 });
  await expect(services.training.extend(id, 1)).rejects.toThrow(/have been replaced since run/);
  await services.datasets.generate({ trainCount: 100, valCount: 30, seed: 3 });
  await settle(() => services.training.extend(id, 1, { type: 'stretch' }));
  expect(await services.runs.get(id)).toMatchObject({ state: 'finished', checkpointEpoch: 2 });
});

/** Mulberry32, in [0, 1). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

test('killed at each of its phases: the phase is reported, and a resume comes to the same end', async () => {
  const settings = { epochs: 2, checkpoints: { everySteps: 4 }, preciseBatchNorm: {} };
  const whole = await trainThrough(settings);
  const phases: ((event: TrainingEvent) => boolean)[] = [
    (event) => event.type === 'progress' && inEnglish(event.progress.phase) === 'loading images',
    (event) => event.type === 'step' && event.metrics.step > 4,
    ({ type }) => type === 'statistics',
    ({ type }) => type === 'validating',
  ];
  let id = '';
  const start = async () => {
    [id = ''] = (await services.training.start(request(settings))).runIds;
  };
  let begin = start;
  // One run for all phases, resumed from one to the next.
  for (let left = phases; ; ) {
    const [hit] = left;
    let killed = false;
    await settle(begin, (event) => {
      if (killed || !hit?.(event)) return;
      killed = true;
      services.workers.at(-1)?.kill();
    });
    if (killed) left = left.slice(1);
    const run = await services.runs.get(id);
    await checkFolder(services.runs.folder(id));
    if (run.state === 'interrupted') {
      expect(run.error).toMatch(/by SIGKILL while \w+/);
      begin = async () => void (await services.training.resume([id]));
      continue;
    }
    await expectTheSame(id, whole, 2);
    if (left.length === 0) break;
    // The worker continues until the signal arrives, possibly to its end: what is left is killed in another
    // run.
    begin = start;
  }
});

test(`kill -9 at ${KILLS} random moments: every file whole, every resume from the last checkpoint, the same end`, async () => {
  const epochs = Math.ceil(2.5 * KILLS);
  const settings = { epochs, checkpoints: { everySteps: 5 }, preciseBatchNorm: { batches: 4 } };
  const whole = await trainThrough(settings);
  const draw = random(20);
  let id = '';
  let kills = 0;
  const from: number[] = [];
  /** Kills the worker some time after that many of its messages: its first, or more often since it trains. */
  const killing = (launched: number) => {
    let counts = draw() < 0.25;
    let left = Math.floor(draw() * 12);
    const delay = draw() * 20;
    return ({ type }: TrainingEvent) => {
      counts ||= type === 'step';
      if (!counts || left-- !== 0) return;
      const pid = services.workers[launched]?.pid;
      setTimeout(() => {
        try {
          if (pid !== undefined) process.kill(pid, 'SIGKILL');
        } catch {
          // Gone already: the training was faster.
        }
      }, delay);
    };
  };
  let begin = async () => {
    [id = ''] = (await services.training.start(request(settings))).runIds;
  };
  for (;;) {
    await settle(begin, kills < KILLS ? killing(services.workers.length) : undefined);
    const run = await services.runs.get(id);
    await checkFolder(services.runs.folder(id));
    if (run.state === 'finished') break;
    expect(run).toMatchObject({ state: 'interrupted', error: expect.stringMatching(/by SIGKILL/) });
    kills++;
    from.push(run.checkpoints.at(-1)?.step ?? 0);
    begin = () => services.training.resume([id]);
  }
  expect(kills).toBe(KILLS);
  expect(from).toEqual([...from].sort((a, b) => a - b));
  expect(new Set(from).size).toBeGreaterThan(KILLS / 4);
  await expectTheSame(id, whole, epochs);
  // TensorBoard: each value once over all files, and each later file takes back what one that runs has read already.
  const { tensorboard } = services.runs.folder(id);
  const files = readdirSync(tensorboard)
    .sort()
    .map((file) => readEvents(join(tensorboard, file)));
  const values = (all: typeof files) =>
    all.flat().flatMap(({ step, summary }) => summary?.value.map(({ tag }) => `${tag}@${step}`) ?? []);
  const original = services.runs.folder(whole).tensorboard;
  expect(values(files)).toEqual(
    values(readdirSync(original).map((file) => readEvents(join(original, file)))),
  );
  expect(files.flat().filter(({ graph_def }) => graph_def)).toHaveLength(1);
  for (const events of files.slice(1)) {
    // One that came to no checkpoint has nothing left but its version.
    if (values([events]).length === 0) continue;
    const restart = events.find(({ session_log }) => session_log);
    expect(restart).toBeDefined();
    expect([0, ...from.map((step) => step + 1)]).toContain(restart?.step ?? 0);
  }
});
