/** Two trained networks answer about pictures, images of their split and the wrong ones; Grad-CAM shows where they look. */
import { readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  gradCamRequestSchema,
  predictFilesRequestSchema,
  predictImagesRequestSchema,
  splitRequestSchema,
} from '../../../core/contract/predict';
import { inEnglish } from '../../../core/messages';
import { denseConfusion } from '../../../core/study/confusion';
import { studyRequestSchema } from '../../../core/study/settings';
import type { NpyArray } from '../../../main/predicting/npy';
import { smallResNet } from '../../support/documents';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { type TestServices, testServices, untilIdle } from '../../support/worker';

jest.setTimeout(240_000);

let services: TestServices;
let runIds: string[];
let folder: string;
beforeAll(async () => {
  await testEngine();
  services = await testServices({ oneProcess: true });
  await services.datasets.generate({ trainCount: 200, valCount: 60, seed: 3 });
  folder = await mkdtemp(join(tmpdir(), 'skipwire-pictures-test-'));
  runIds = await trained({ seeds: [1, 2] });
}, ENGINE_TIMEOUT);
afterAll(async () => {
  await services?.dispose();
  await rm(folder, { recursive: true, force: true });
});

async function trained({ seeds, ...settings }: { seeds: number[]; precision?: string }): Promise<string[]> {
  const idle = untilIdle(services.training.events());
  const study = studyRequestSchema.parse({
    name: 'two seeds',
    arms: [{ name: 'residual', graph: smallResNet() }],
    settings: { dataset: 'shapes', epochs: 1, batchSize: 20, normalization: 'per-channel', ...settings },
    seeds,
  });
  const { runIds } = await services.training.start(study);
  await idle;
  return runIds;
}

const of = (...seeds: number[]) => seeds.map((seed) => ({ runId: runIds[seed - 1] as string }));

async function eventsOf<Event extends { type: string }>(source: AsyncIterable<Event>) {
  const events: Event[] = [];
  for await (const event of source) events.push(event);
  return <Type extends Event['type']>(type: Type) =>
    events.filter((event): event is Extract<Event, { type: Type }> => event.type === type);
}

const found = async (which: object, ...seeds: number[]) => {
  const request = splitRequestSchema.parse({ of: of(...seeds), which, limit: 60 });
  const [event] = (await eventsOf(services.predictions.split(request)))('found');
  return event!;
};

test('the whole validation split is answered as the training validated it, and kept beside the run', async () => {
  const phases: (number | undefined)[] = [];
  const [predictor] = of(1);
  const evaluate = () =>
    services.predictions.evaluate({ of: predictor!, split: 'validation' }, ({ fraction }) =>
      phases.push(fraction),
    );
  const { evaluation } = await evaluate();
  const run = await services.runs.get(predictor!.runId);
  const [epoch] = run.epochs;
  expect(evaluation.count).toBe(60);
  expect(evaluation.accuracy).toBeCloseTo(epoch!.valAccuracy, 10);
  expect(evaluation.loss).toBeCloseTo(epoch!.valLoss, 5);
  expect(evaluation.top5).toBeCloseTo(epoch!.valTop5!, 10);
  const confusion = await services.runs.confusion(run.id, 1);
  expect(denseConfusion(evaluation.confusion)).toEqual(denseConfusion(confusion!));
  expect(phases.at(-1)).toBe(1);
  const { predictions } = services.runs.folder(run.id);
  expect(readdirSync(predictions)).toEqual(['validation-epoch-0001.safetensors']);
  // The second time they are read.
  phases.length = 0;
  expect((await evaluate()).evaluation).toEqual(evaluation);
  expect(phases).toEqual([0]);
  writeFileSync(join(predictions, 'validation-epoch-0001.safetensors'), 'damaged');
  expect((await evaluate()).evaluation).toEqual(evaluation);
});

test('a run in bfloat16 is evaluated in bfloat16, so that its numbers are those of the training', async () => {
  const [runId = ''] = await trained({ seeds: [1], precision: 'bfloat16' });
  const run = await services.runs.get(runId);
  const [epoch] = run.epochs;
  const ask = { of: { runId }, split: 'validation' } as const;
  const { evaluation } = await services.predictions.evaluate(ask, () => {});
  // In float32, losses differ from the third digit on.
  expect(evaluation.loss).toBeCloseTo(epoch!.valLoss, 6);
  expect(evaluation.accuracy).toBe(epoch!.valAccuracy);
  expect(evaluation.top5).toBe(epoch!.valTop5);
  const confusion = await services.runs.confusion(runId, 1);
  expect(denseConfusion(evaluation.confusion)).toEqual(denseConfusion(confusion!));
  const within = gradCamRequestSchema.parse({
    ...{ of: [{ runId }], pictures: { from: runId, split: 'validation', indices: [0] } },
    node: 'stage1.block1.conv1',
  });
  const [event] = (await eventsOf(services.predictions.gradCam(within)))('maps');
  expect(event!.maps).toEqual([expect.objectContaining({ node: 'stage1.block1.conv1' })]);
});

test('cells of the confusion matrix, mistakes and disagreements name their images', async () => {
  const { counts } = (await services.runs.confusion(runIds[0]!, 1))!;
  const [truth, predicted, images] = counts.find(([a, b]) => a !== b)!;
  const cell = await found({ kind: 'cell', truth, predicted }, 1);
  expect([cell.total, cell.count]).toEqual([images, 60]);
  const { classes } = await services.datasets.manifest('shapes');
  for (const { picture, answers } of cell.images) {
    expect(picture.label).toBe(classes[truth]);
    expect(answers[0]!.top[0]!.class).toBe(predicted);
    const { labels } = await services.datasets.examples({
      ...{ id: 'shapes', split: picture.image!.split, offset: 0, limit: 1, indices: [picture.image!.index] },
    });
    expect(labels).toEqual([truth]);
  }
  const wrong = await found({ kind: 'mistakes' }, 1);
  const run = await services.runs.get(runIds[0]!);
  expect(wrong.total).toBe(Math.round(60 * (1 - run.epochs[0]!.valAccuracy)));
  const shares = wrong.images.map(({ answers }) => answers[0]!.top[0]!.share);
  expect(shares).toEqual([...shares].sort((a, b) => b - a));
  const differing = await found({ kind: 'disagreements' }, 1, 2);
  expect(differing.total).toBeGreaterThan(0);
  for (const { answers } of differing.images) {
    expect(answers[0]!.top[0]!.class).not.toBe(answers[1]!.top[0]!.class);
  }
});

test('pictures in a folder get the answers of the images that they are; a broken one says so', async () => {
  const { evaluation } = await services.predictions.evaluate(
    { of: of(1)[0]!, split: 'validation' },
    () => {},
  );
  expect(evaluation.count).toBe(60);
  const { classes } = await services.datasets.manifest('shapes');
  const indices = [4, 0, 11];
  const asked = predictImagesRequestSchema.parse({
    of: of(1, 2),
    from: runIds[0],
    split: 'validation',
    indices,
  });
  const images = await eventsOf(services.predictions.images(asked));
  const [{ pictures }] = images('pictures') as [ReturnType<typeof images<'pictures'>>[0]];
  expect(pictures.map(({ position }) => position)).toEqual(indices);
  for (const [place, index] of indices.entries()) {
    const { base64, label } = await services.datasets.example({ id: 'shapes', split: 'val', index });
    expect(pictures[place]!.label).toBe(classes[label]);
    const inClass = join(folder, classes[label]!);
    await mkdir(inClass, { recursive: true });
    writeFileSync(join(inClass, `${place}.png`), Buffer.from(base64, 'base64'));
  }
  writeFileSync(join(folder, 'broken.jpg'), 'no picture');
  symlinkSync('broken.jpg', join(folder, 'link.jpg'));
  const files = await eventsOf(
    services.predictions.files(
      predictFilesRequestSchema.parse({ of: of(1, 2), paths: [folder, join(folder, 'gone.png')], top: 10 }),
    ),
  );
  const [list] = files('pictures');
  expect(list!.total).toBe(6);
  const named = new Map(list!.pictures.map((picture, index) => [picture.name, { picture, index }]));
  expect(inEnglish(named.get('gone.png')!.picture.problem!)).toMatch(/^There is no such file or folder\./);
  for (const name of ['broken.jpg', 'link.jpg']) expect(named.get(name)!.picture.problem).toBeDefined();
  const byNetwork = [0, 1].map((network) =>
    files('answers')
      .filter((event) => event.network === network)
      .flatMap(({ answers }) => answers),
  );
  const expected = [0, 1].map((network) =>
    images('answers')
      .filter((event) => event.network === network)
      .flatMap(({ answers }) => answers),
  );
  for (const network of [0, 1]) {
    expect(byNetwork[network]![named.get('broken.jpg')!.index]).toBeNull();
    for (const [place] of indices.entries()) {
      const label = pictures[place]!.label!;
      const { picture, index } = named.get(join(label, `${place}.png`))!;
      expect(picture.label).toBe(label);
      const answer = byNetwork[network]![index]!;
      const same = expected[network]![place]!;
      expect(answer.seen).toEqual(same.seen);
      expect(answer.top).toHaveLength(10);
      expect(answer.top.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 5);
      for (const [rank, { share, class: output }] of same.top.entries()) {
        expect(answer.top[rank]!.class).toBe(output);
        expect(answer.top[rank]!.share).toBeCloseTo(share, 5);
      }
    }
  }
});

test('Grad-CAM gives a map for each picture, of a chosen layer and class, and refuses what is not there', async () => {
  const { classes } = await services.datasets.manifest('shapes');
  const request = (more: object) =>
    gradCamRequestSchema.parse({
      of: of(1),
      pictures: { from: runIds[0], split: 'validation', indices: [3, 5] },
      ...more,
    });
  const usual = await eventsOf(services.predictions.gradCam(request({ class: classes[2] })));
  const [{ networks }] = usual('networks') as [ReturnType<typeof usual<'networks'>>[0]];
  const [{ maps }] = usual('maps') as [ReturnType<typeof usual<'maps'>>[0]];
  expect(maps).toHaveLength(2);
  for (const map of maps) {
    expect(map).toMatchObject({ node: networks[0]!.gradCamNode, of: { class: 2 } });
    const { seen, heat, overlay } = map!;
    expect([heat.height, heat.width, heat.channels]).toEqual([seen.height, seen.width, 3]);
    expect(Buffer.from(overlay.pixels, 'base64')).toHaveLength(seen.height * seen.width * 3);
  }
  const refusal = async (more: object) => {
    const said = eventsOf(services.predictions.gradCam(request(more)));
    return said.then(
      () => '',
      (error: Error) => error.message,
    );
  };
  expect(await refusal({ node: 'nothing' })).toMatch(/^Grad-CAM cannot use nothing of residual, seed 1\./);
  expect(await refusal({ class: 'dog' })).toMatch(/^residual, seed 1 has no class dog\./);
});

test('an array of bytes or floats gives what the pipeline gives for these images', async () => {
  const request = predictImagesRequestSchema.parse({
    of: of(1),
    from: runIds[0],
    split: 'validation',
    indices: [7],
  });
  const [event] = (await eventsOf(services.predictions.images(request)))('answers');
  const { seen, top } = event!.answers[0] as Required<NonNullable<(typeof event & object)['answers'][0]>>;
  const shape = [1, seen.height, seen.width, seen.channels];
  const levels = Float32Array.from(Buffer.from(seen.pixels, 'base64'));
  const bytes = await services.predictions.array(of(1)[0]!, { dtype: 'uint8', shape, data: levels });
  const floats = { dtype: 'float32', shape, data: levels.map((level) => level / 255) } as const;
  expect(await services.predictions.array(of(1)[0]!, floats)).toEqual(bytes);
  expect(bytes.shape).toEqual([1, 10]);
  expect(bytes.data[top[0]!.class]).toBeCloseTo(top[0]!.share, 5);
  const small: NpyArray = { dtype: 'uint8', shape: [1, 2, 2, 3], data: new Float32Array(12) };
  await expect(services.predictions.array(of(1)[0]!, small)).rejects.toThrow(
    /^residual, seed 1 takes an array of N × \d+ × \d+ × 3\. Received: 1 × 2 × 2 × 3\.$/,
  );
});

test('a reader that leaves ends the work', async () => {
  const request = predictImagesRequestSchema.parse({ of: of(1), from: runIds[0], split: 'train' });
  for await (const event of services.predictions.images(request)) {
    if (event.type === 'progress') break;
  }
  const evaluated = await services.predictions.evaluate({ of: of(2)[0]!, split: 'validation' }, () => {});
  expect(evaluated.evaluation.count).toBe(60);
});
