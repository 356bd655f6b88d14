/**
 * A training whose worker or host is killed: every announced epoch is in its folder, and training continues from there.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyDocument, type GraphDocument } from '../../core/graph/document';
import type { EpochMetrics, RunRecord } from '../../core/study/run';
import { trainingSettingsSchema } from '../../core/study/settings';
import { RunStore } from '../../main/runs/store';
import { check } from './check';
import { kill, openPage, startHost } from './host';
import { Loss } from './ledger';
import { type Place, within } from './rounds';
import { digestOf, type World } from './world';

const graph: GraphDocument = {
  ...emptyDocument('Tiny'),
  nodes: [
    { id: 'input', type: 'Input', params: { shape: [32, 32, 3] } },
    { id: 'pool', type: 'GlobalAveragePooling2D', params: {} },
    { id: 'dense', type: 'Dense', params: { units: 10, activation: 'softmax' } },
  ],
  edges: [
    { id: 'e1', source: 'input', target: 'pool', port: 0 },
    { id: 'e2', source: 'pool', target: 'dense', port: 0 },
  ],
};
const settings = trainingSettingsSchema.parse({ dataset: 'shapes', epochs: 400, batchSize: 20 });
const LONG = 120_000;

/** Epochs as they are announced since the run was last queued, until `isEnough`. */
async function hear(
  { client }: World,
  begin: () => Promise<unknown>,
  isEnough: (epochs: EpochMetrics[]) => boolean,
): Promise<EpochMetrics[]> {
  const heard: EpochMetrics[] = [];
  const events = await client.training.events();
  await begin();
  for await (const event of events) {
    if (event.type === 'run' && event.run.state === 'queued') heard.length = 0;
    if (event.type === 'epoch') heard.push(event.metrics);
    const ended = event.type === 'run' && ['failed', 'interrupted', 'finished'].includes(event.run.state);
    if (ended) throw new Error(`The training ended too early: ${event.run.error}`);
    if (isEnough(heard)) break;
  }
  return heard;
}

export async function trainingRound(place: Place, target: 'worker' | 'host'): Promise<void> {
  const { world } = place;
  const { random, ledger, data } = world;
  const counts = { trainCount: 100, valCount: 20 };
  for await (const _ of await world.client.datasets.generate({ id: 'shapes', seed: 1, ...counts }));
  ledger.set('dataset:shapes', '100+20');
  let id = '';
  const epochs = 1 + random.int(6);
  world.say('train');
  const heard = await within(
    hear(
      world,
      async () => {
        const study = { name: 'Kills', arms: [{ name: 'Tiny', graph }], settings, seeds: [1] };
        [id = ''] = (await world.client.training.start(study)).runIds;
      },
      (all) => all.length >= epochs,
    ),
    LONG,
    'No epoch was trained.',
  );
  const store = new RunStore({ root: join(data, 'runs') });
  await new Promise((resolve) => setTimeout(resolve, random.int(60)));
  const { worker } = JSON.parse(readFileSync(store.folder(id).owner, 'utf8')) as { worker: { pid: number } };
  world.say(`KILL ${target} after epoch ${heard.length}`);
  const goOn = async () => {
    // The queue goes on with it in another worker.
    if (target === 'worker') return void process.kill(worker.pid, 'SIGKILL');
    world.say('resume');
    await world.client.training.resume({ runIds: [id] });
  };
  if (target === 'host') {
    await kill(place.host);
    place.page.drop();
    place.host = await startHost(place.root, data, place.host.port);
    place.page = await openPage(data, place.host.port);
    world.client = place.page.client;
    const ended = await within(endOf(world, id), LONG, `Run ${id} is still called active.`);
    if (ended.state !== 'interrupted') throw new Loss(`run ${id}`, ['interrupted'], ended.state);
    await requireEpochs(world, id, heard);
  }
  let again = target === 'host';
  const resumed = await within(
    hear(world, goOn, (all) => {
      again ||= all.length === 0;
      return again && all.length >= 2;
    }),
    LONG,
    'The resumed training made no epoch.',
  );
  await world.client.training.stop({ runId: id });
  await within(endOf(world, id), LONG, 'The run did not stop.');
  await requireEpochs(world, id, [...heard.filter(({ epoch }) => epoch < resumed[0]!.epoch), ...resumed]);
  // Its checkpoint can be read.
  (await store.chosen(id)).tensors;
  ledger.set(`run:${id}`, digestOf(store.folder(id).path));
  world.runs.add(id);
  await check(world);
}

async function endOf({ client }: World, id: string): Promise<RunRecord> {
  for (;;) {
    const run = (await client.runs.list()).find((one) => one.id === id);
    if (!run) throw new Loss(`run ${id}`, ['a run'], 'none');
    if (!['queued', 'preparing', 'running'].includes(run.state)) return run;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Each once, in order, without a gap, and as it was announced. */
async function requireEpochs(
  { client, ledger }: World,
  id: string,
  heard: readonly EpochMetrics[],
): Promise<void> {
  const { epochs } = await client.runs.metrics({ id });
  const numbers = epochs.map(({ epoch }) => epoch);
  if (numbers.some((epoch, index) => epoch !== index + 1)) {
    throw new Loss(`epochs of run ${id}`, ['1, 2, 3 ...'], numbers.join(', '));
  }
  for (const { epoch, loss, valLoss } of heard) {
    const kept = epochs[epoch - 1];
    if (kept?.loss !== loss || kept?.valLoss !== valLoss) {
      throw new Loss(`epoch ${epoch} of run ${id}`, [`loss ${loss}`], `loss ${kept?.loss}`);
    }
    ledger.acknowledgements++;
  }
}
