/** Held-out validation, classes and the final test number, through the real worker and real TensorFlow. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '../../../core/study/run';
import { studyRequestSchema } from '../../../core/study/settings';
import { catsAndDogs } from '../../support/datasets';
import { documentOf, smallResNet } from '../../support/documents';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { english } from '../../support/english';
import { testNeeding } from '../../support/needs';
import { type TestServices, testServices, untilIdle } from '../../support/worker';

jest.setTimeout(240_000);

let services: TestServices;
beforeAll(async () => {
  await testEngine();
  services = await testServices({ oneProcess: true });
  await services.datasets.generate({ trainCount: 200, valCount: 50, seed: 3 });
}, ENGINE_TIMEOUT);
afterAll(() => services?.dispose());

const request = (settings: object, classes = 10) =>
  studyRequestSchema.parse({
    name: 'tiny',
    arms: [{ name: 'residual', graph: smallResNet({ classes }) }],
    settings: { dataset: 'shapes', epochs: 2, batchSize: 16, ...settings },
    seeds: [1],
  });

async function settle(begin: () => Promise<unknown>, each?: Parameters<typeof untilIdle>[1]) {
  const events = untilIdle(services.training.events(), each);
  await begin();
  return events;
}
async function train(settings: object, classes?: number): Promise<RunRecord> {
  await settle(() => services.training.start(request(settings, classes)));
  return services.training.status().runs[0] as RunRecord;
}
const heldOut = { selection: { validation: { kind: 'held-out', amount: 0.2 } } };

test('validation is held out, and the best checkpoint is tested once on the official split', async () => {
  const run = await train({ ...heldOut, epochs: 3 });
  expect(run).toMatchObject({
    state: 'finished',
    stepsPerEpoch: 10,
    split: {
      trainCount: 160,
      valCount: 40,
      testCount: 50,
      validatedOn: 'held-out',
      testedOn: 'validation',
      seed: 1,
      dataset: 'Shapes',
    },
    test: { count: 50, ofEpochs: 3 },
    earlierTests: [],
  });
  const { perClass } = run.split!;
  expect(
    [perClass?.train, perClass?.validation, perClass?.test].map((counts) => counts?.reduce((a, b) => a + b)),
  ).toEqual([160, 40, 50]);
  const best = run.checkpoints.find(({ roles }) => roles.includes('best'));
  expect(run.test?.epoch).toBe(best?.epoch);
  expect(run.test!.accuracy * 50).toBeCloseTo(Math.round(run.test!.accuracy * 50), 6);
  expect(run.test!.top5).toBeGreaterThanOrEqual(run.test!.accuracy);
  const folder = services.runs.folder(run.id);
  expect(JSON.parse(readFileSync(folder.record, 'utf8')).test).toEqual(run.test);
  expect(readFileSync(folder.log, 'utf8')).toMatch(/test, 50 images, best checkpoint \(epoch \d\): loss/);
});

test('validated on the official split alone, there is no test number', async () => {
  const run = await train({});
  expect(run.state).toBe('finished');
  expect(run.test).toBeUndefined();
  expect(run.split).toMatchObject({ trainCount: 200, valCount: 50, validatedOn: 'validation' });
});

test('killed in the final test, a run that is resumed makes it again; extended, the old number is kept', async () => {
  const whole = await train(heldOut);
  let id = '';
  let killed = false;
  await settle(
    async () => {
      [id = ''] = (await services.training.start(request(heldOut))).runIds;
    },
    ({ type }) => {
      if (type !== 'testing' || killed) return;
      killed = true;
      services.workers.at(-1)?.kill();
    },
  );
  expect(killed).toBe(true);
  let run = await services.runs.get(id);
  // The message may still have come through before the kill did.
  if (run.state === 'interrupted') {
    await settle(() => services.training.resume([id]));
    run = await services.runs.get(id);
  }
  expect(run.state).toBe('finished');
  const told = ({ test }: RunRecord) => ({ ...test, at: undefined });
  expect(told(run)).toEqual(told(whole));
  expect(run.epochs).toHaveLength(2);
  await settle(() => services.training.extend(id, 1));
  const extended = await services.runs.get(id);
  expect(extended.earlierTests).toEqual([run.test]);
  expect(extended.test).toMatchObject({ ofEpochs: 3, count: 50 });
});

test('a stopped run gets no test number', async () => {
  const events = await settle(
    () => services.training.start(request({ ...heldOut, epochs: 50 })),
    ({ type }) => void (type === 'epoch' && services.training.stop()),
  );
  expect(events.some(({ type }) => type === 'testing')).toBe(false);
  expect(services.training.status().runs[0]).toMatchObject({ state: 'stopped' });
  expect(services.training.status().runs[0]?.test).toBeUndefined();
});

test('two outputs made of three classes; the record says which', async () => {
  const { classes } = await services.datasets.manifest('shapes');
  const [a, b, c] = classes as [string, string, string];
  const chosen = [
    { name: 'both', of: [a, b] },
    { name: c, of: [c] },
  ];
  const selection = { classes: chosen };
  const { train: all } = await services.datasets.manifest('shapes');
  const run = await train({ selection }, 2);
  expect(run).toMatchObject({
    state: 'finished',
    split: { classes: chosen, perClass: { train: [all.perClass[0]! + all.perClass[1]!, all.perClass[2]!] } },
  });
  expect((await services.runs.confusion(run.id, 1))?.classes).toBe(2);
  await expect(services.training.start(request({ selection }))).rejects.toThrow(
    /one output for each of the 2 classes chosen from Shapes/,
  );
});

test('what the import dropped is listed in the folder of the run', async () => {
  const folder = services.datasets.folder('shapes');
  const file = join(folder, 'dataset.json');
  const before = readFileSync(file, 'utf8');
  const listed = '{"file":"a.jpg","state":"dropped","reason":"It does not decode."}\n';
  writeFileSync(join(folder, 'listed.jsonl'), listed);
  writeFileSync(file, JSON.stringify({ ...JSON.parse(before), dropped: 1 }));
  const run = await train({ epochs: 1, trainLimit: 16, valLimit: 16 });
  expect(run.split?.files).toEqual({ dropped: 1, odd: 0, list: 'listed.jsonl' });
  expect(readFileSync(services.runs.folder(run.id).listed, 'utf8')).toBe(listed);
  expect(existsSync(join(services.runs.folder(run.id).path, 'listed.jsonl'))).toBe(true);
});

testNeeding(catsAndDogs)(
  'photographs without a split of their own: a fifth is held out, and the record tells of the files',
  async () => {
    await services.datasets.importOwn({ path: catsAndDogs.path, name: 'Pets' });
    const graph = documentOf('small', [
      { id: 'x', type: 'Input', params: { shape: [224, 224, 3] } },
      { id: 'pool', type: 'AveragePooling2D', params: { poolSize: [56, 56], strides: [56, 56] } },
      { id: 'flat', type: 'Flatten' },
      { id: 'out', type: 'Dense', params: { units: 2, activation: 'softmax' } },
    ]);
    const settings = { dataset: 'pets', epochs: 1, batchSize: 32, trainLimit: 64, valLimit: 32 };
    await settle(() =>
      services.training.start({
        ...request({ ...settings, selection: { limit: 'stratified' } }),
        arms: [{ name: 'small', graph }],
      }),
    );
    const [run] = services.training.status().runs;
    expect(run).toMatchObject({
      state: 'finished',
      split: {
        trainCount: 64,
        valCount: 32,
        validatedOn: 'held-out',
        perClass: { train: [32, 32], validation: [16, 16] },
        files: { dropped: 8, odd: 14, list: 'listed.jsonl' },
      },
    });
    expect(run?.test).toBeUndefined();
    const lines = readFileSync(services.runs.folder(run!.id).listed, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(22);
    expect(lines.map((line) => english(JSON.parse(line)).reason)).toContain('empty');
  },
);
