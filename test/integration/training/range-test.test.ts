/** The learning-rate range test through the real worker process. */
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type RangeTestEvent, rangeTestRequestSchema } from '../../../core/contract/training';
import { smallResNet } from '../../support/documents';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { type TestServices, testServices } from '../../support/worker';

jest.setTimeout(240_000);

let services: TestServices;
beforeAll(async () => {
  await testEngine();
  services = await testServices({ oneProcess: true });
  await services.datasets.generate({ trainCount: 100, valCount: 20, seed: 3 });
}, ENGINE_TIMEOUT);
afterAll(() => services?.dispose());

const request = (change: object = {}) =>
  rangeTestRequestSchema.parse({
    graph: smallResNet(),
    settings: { dataset: 'shapes', batchSize: 20, optimizer: { clipnorm: null } },
    steps: 12,
    ...change,
  });

async function run(change: object = {}): Promise<RangeTestEvent[]> {
  const events: RangeTestEvent[] = [];
  for await (const event of services.rangeTest.run(request(change))) events.push(event);
  return events;
}
const pointsOf = (events: readonly RangeTestEvent[]) =>
  events.flatMap((event) => (event.type === 'point' ? [event] : []));
const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('skipwire-range-test-'));

test('it goes on over the end of an epoch, gives the same curve again, and leaves nothing behind', async () => {
  const [before, runs] = [folders(), await services.runs.list()];
  // Five batches an epoch.
  const events = await run();
  const points = pointsOf(events);
  expect(points.map(({ step }) => step)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  expect(points[0]?.learningRate).toBe(1e-6);
  expect(points[11]?.learningRate).toBeCloseTo(10, 6);
  expect(events.at(-1)).toMatchObject({ type: 'done' });
  expect(pointsOf(await run())).toEqual(points);
  expect(await services.runs.list()).toEqual(runs);
  expect(folders()).toEqual(before);
});

test('a rate that is far too large ends it early', async () => {
  const events = await run({ minimum: 10, maximum: 1e6, steps: 30 });
  expect(events.at(-1)).toMatchObject({ type: 'done', reason: 'diverged' });
  expect(pointsOf(events).length).toBeLessThan(30);
});

test('a study and a range test do not share the device', async () => {
  const study = {
    name: 'tiny',
    arms: [{ name: 'one', graph: request().graph }],
    settings: request().settings,
    seeds: [1],
  };
  for await (const event of services.rangeTest.run(request({ steps: 1000 }))) {
    if (event.type !== 'point') continue;
    await expect(services.training.start(study)).rejects.toThrow('range test is running');
    break;
  }
  await services.training.start({ ...study, settings: { ...study.settings, epochs: 500 } });
  await expect(run()).rejects.toThrow('A study is already being trained');
  await services.training.stop();
});
