/** Training on real photographs, through the real worker: decoded once or in each epoch, paused or not, the same bits. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inEnglish } from '../../../core/messages';
import { buildPreset } from '../../../core/presets';
import { studyRequestSchema } from '../../../core/study/settings';
import { catsAndDogs } from '../../support/datasets';
import { documentOf } from '../../support/documents';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { testNeeding } from '../../support/needs';
import { checkpointBits, metricLines } from '../../support/runs';
import { type TestServices, testServices, untilIdle } from '../../support/worker';

jest.setTimeout(600_000);

let services: TestServices;
let cache: string;
const before = { ...process.env };
beforeAll(async () => {
  await testEngine();
  cache = mkdtempSync(join(tmpdir(), 'skipwire-images-'));
  process.env.SKIPWIRE_IMAGES = cache;
  services = await testServices({ oneProcess: true });
  if (catsAndDogs.met) await services.datasets.importOwn({ path: catsAndDogs.path, name: 'Pets' });
}, ENGINE_TIMEOUT);
afterAll(async () => {
  process.env = before;
  await services?.dispose();
  rmSync(cache, { recursive: true, force: true });
});

const network = documentOf('tiny', [
  { id: 'x', type: 'Input', params: { shape: [40, 48, 3] } },
  { id: 'conv', type: 'Conv2D', params: { filters: 4, kernelSize: [3, 3], strides: [4, 4] } },
  { id: 'relu', type: 'Activation', params: { function: 'relu' } },
  { id: 'pool', type: 'GlobalAveragePooling2D' },
  { id: 'out', type: 'Dense', params: { units: 2, activation: 'softmax' } },
]);

const request = (settings: object, graph = network) =>
  studyRequestSchema.parse({
    name: 'pets',
    arms: [{ name: 'pets', graph }],
    settings: { dataset: 'pets', batchSize: 32, ...settings },
    seeds: [7],
  });

async function settle(begin: () => Promise<unknown>, each?: Parameters<typeof untilIdle>[1]) {
  const events = untilIdle(services.training.events(), each);
  await begin();
  return events;
}
const last = () => services.training.status().runs[0]!;
const logOf = (id: string) => readFileSync(services.runs.folder(id).log, 'utf8');

testNeeding(catsAndDogs)(
  'decoded once, in each epoch, or stopped while decoding and resumed: the same metrics and weights',
  async () => {
    const settings = {
      epochs: 3,
      trainLimit: 200,
      valLimit: 60,
      augmentation: { flip: true, padAndCrop: 4 },
      normalization: 'per-channel',
      preprocessing: { interpolation: 'bicubic', fit: 'crop' },
    };
    process.env.SKIPWIRE_IMAGES_LIMIT = '0';
    await settle(() => services.training.start(request(settings)));
    const streamed = last();
    expect(streamed).toMatchObject({ state: 'finished' });
    expect(logOf(streamed.id)).toMatch(
      /decoded in every epoch: there is no room to store .*, because the cache holds at most 0/,
    );
    expect(readdirSync(cache).filter((name) => name.includes('.u8'))).toEqual([]);

    delete process.env.SKIPWIRE_IMAGES_LIMIT;
    let stopped = false;
    const phases: string[] = [];
    await settle(
      () => services.training.start(request(settings)),
      (event) => {
        if (event.type === 'progress') phases.push(inEnglish(event.progress.phase));
        if (event.type !== 'step' || stopped) return;
        stopped = true;
        void services.training.pause();
      },
    );
    const { id } = last();
    expect(phases.join('\n')).toMatch(/decoding [\d,]+ of 260 photos, [\d,]+\/s/);
    const whole = readdirSync(cache).filter((name) => name.endsWith('.u8'));
    expect(whole).toHaveLength(2);
    while ((await services.runs.get(id)).state === 'paused') {
      await settle(() => services.training.resume([id]));
    }
    expect((await services.runs.get(id)).state).toBe('finished');
    expect(logOf(id)).toMatch(/decoded 260 photographs in/);
    const [one, other] = [streamed.id, id].map((each) => services.runs.folder(each));
    expect(metricLines(other!)).toEqual(metricLines(one!));
    const file = 'epoch-0003.safetensors';
    expect(await checkpointBits(other!, file)).toEqual(await checkpointBits(one!, file));
  },
);

testNeeding(catsAndDogs)(
  'ResNet-18, narrow, on cats and dogs at 224x224: the training loss falls in each of 3 epochs',
  async () => {
    const graph = buildPreset('resnet18', { inputShape: [224, 224, 3], classes: 2, width: 1 / 8 });
    const settings = {
      epochs: 3,
      trainLimit: 384,
      valLimit: 32,
      selection: { limit: 'stratified' },
      normalization: 'per-channel',
      optimizer: { learningRate: 0.005, momentum: 0.9 },
    };
    await settle(() => services.training.start(request(settings, graph)));
    const run = last();
    expect(run).toMatchObject({ state: 'finished' });
    const { epochs } = await services.runs.metrics(run.id);
    const losses = epochs.map(({ loss }) => loss);
    expect(losses).toHaveLength(3);
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
    // The record says which files were left out.
    expect(run.split?.files).toEqual({ dropped: 8, odd: 14, list: 'listed.jsonl' });
  },
);
