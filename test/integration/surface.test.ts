/** The loss surfaces of a residual and a plain network: interrupted, resumed, and compared with the network itself. */
import { readFileSync } from 'node:fs';
import { surfaceRequestSchema } from '../../core/contract/surface';
import { removeShortcuts } from '../../core/network/shortcuts';
import { type RunRecord, runRecordSchema } from '../../core/study/run';
import { studyRequestSchema } from '../../core/study/settings';
import { computedCount, placeOf, type Surface, surfaceSchema } from '../../core/surface/surface';
import { compileSurface } from '../../main/compiler';
import { findEngine } from '../../main/engine';
import { readTrainedNetwork } from '../../main/exporting/trained-network';
import { imagesOfRun } from '../../main/predicting/images';
import { runNetwork } from '../../main/predicting/run-network';
import { launchProcess } from '../../main/processes/launch';
import { directionOf } from '../../main/surface/directions';
import { surfacePath } from '../../main/surface/kept';
import { smallResNet } from '../support/documents';
import { ENGINE_TIMEOUT, testEngine } from '../support/engine';
import { bundledWorker, type TestServices, testServices, untilIdle } from '../support/worker';

jest.setTimeout(240_000);

const IMAGES = 40;
const CORNER = 0;
const settings = { points: 3, range: 0.5, images: IMAGES, seed: 7 };

let services: TestServices;
let runs: RunRecord[];
beforeAll(async () => {
  await testEngine();
  services = await testServices();
  await services.datasets.generate({ trainCount: 80, valCount: 20, seed: 3 });
  const idle = untilIdle(services.training.events());
  const study = studyRequestSchema.parse({
    name: 'a pair',
    arms: [
      { name: 'residual', graph: smallResNet() },
      { name: 'plain', graph: removeShortcuts(smallResNet()) },
    ],
    settings: { dataset: 'shapes', epochs: 1, batchSize: 20, normalization: 'per-channel' },
    seeds: [1],
  });
  const { runIds } = await services.training.start(study);
  await idle;
  runs = await Promise.all(runIds.map(async (id) => runRecordSchema.parse(await services.runs.get(id))));
}, ENGINE_TIMEOUT);
afterAll(() => services?.dispose());

const request = () => surfaceRequestSchema.parse({ of: runs.map(({ id }) => ({ runId: id })), settings });

test('an interrupted surface is continued, and has the losses of networks with those weights', async () => {
  const before = new Set<string>();
  for await (const event of services.surfaces.events(request())) {
    if (event.type === 'point') before.add(`${event.network} ${event.index}`);
    if (before.size === 4) break;
  }
  const kept = surfaceSchema.parse(
    JSON.parse(readFileSync(surfacePath(await trained(0), settings), 'utf8')) as unknown,
  );
  expect(computedCount(kept)).toBeGreaterThanOrEqual(4);

  const surfaces: Surface[] = [];
  const later: string[] = [];
  for await (const event of services.surfaces.events(request())) {
    if (event.type === 'surface') surfaces[event.network] = structuredClone(event.surface);
    if (event.type === 'point') later.push(`${event.network} ${event.index}`);
  }
  expect(surfaces[0]).toEqual(kept);
  expect(later).toHaveLength(2 * 9 - computedCount(kept));
  expect(later.filter((point) => before.has(point))).toEqual([]);

  const complete = await services.surfaces.kept(request());
  for (const [arm, { losses, accuracies }] of complete!.entries()) {
    const expected = await lossesAt(arm, placeOf(settings, CORNER));
    expect(Math.abs((losses[CORNER] as number) / expected.loss - 1)).toBeLessThan(1e-4);
    expect(accuracies[CORNER]).toBeCloseTo(expected.accuracy, 6);
  }
  expect(complete![0]!.losses[CORNER]).not.toBe(complete![1]!.losses[CORNER]);
});

const trained = async (arm: number) => (await readTrainedNetwork(services.runs, runs[arm]!.id)).trained;

/** With moved weights, in the network that predictions use, where nothing is folded. */
async function lossesAt(arm: number, [x, y]: readonly [number, number]) {
  const network = await readTrainedNetwork(services.runs, runs[arm]!.id);
  const weights = new Map(network.weights);
  compileSurface(network.document, network.weights, (weight, values) => {
    const along = [0, 1].map((axis) =>
      directionOf(weight, values, { seed: settings.seed, axis: axis as 0 | 1 }),
    );
    const [first, second] = along as [Float32Array, Float32Array];
    weights.set(
      weight.name,
      values.map((value, at) => value + x * first[at]! + y * second[at]!),
    );
    return [first, second];
  });
  const images = await imagesOfRun(services.datasets, runs[arm]!, 'train');
  const only = Array.from({ length: IMAGES }, (_, index) => 2 * index);
  const { losses, shares } = await runNetwork(
    { findEngine, launch: launchProcess, entry: bundledWorker() },
    { ...network, weights },
    { signature: 'answers', images: images.source, only },
  );
  const classes = shares.length / IMAGES;
  const right = only.filter((position, at) => {
    const row = shares.subarray(at * classes, (at + 1) * classes);
    return row.indexOf(Math.max(...row)) === images.labels[position];
  });
  return {
    loss: losses.reduce((sum, loss) => sum + loss, 0) / IMAGES,
    accuracy: right.length / IMAGES,
  };
}
