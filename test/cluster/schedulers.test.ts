/** Runs on a real Slurm and a real Ray: `npm run test:cluster`. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { executorFor } from '../../main/executors';
import type { Executor } from '../../main/executors/executor';
import { placesIn } from '../../main/executors/site/places';
import { ray, rayAddress, slurm, slurmJobs } from '../support/cluster/schedulers';
import { type Elsewhere, elsewhere, quietly, startedWorker, type Training } from '../support/cluster/study';
import { ENGINE_TIMEOUT, testEngine } from '../support/engine';
import { until } from '../support/eventually';
import { testNeeding } from '../support/needs';

jest.setTimeout(180_000);

let world: Elsewhere;
let place: string;
const open: Executor[] = [];

async function executor(text: string): Promise<Executor> {
  const [kind = '', query] = text.split('?');
  const one = executorFor(`${kind}:${place}${query === undefined ? '' : `?${query}`}`);
  open.push(one);
  await one.open(quietly());
  return one;
}

beforeAll(async () => {
  await testEngine();
  world = await elsewhere();
  place = join(world.folder, 'there');
}, ENGINE_TIMEOUT);
afterAll(async () => {
  for (const one of open) await one.close();
  await world?.dispose();
});

/** Until there is a checkpoint to go on from. */
const trained = (training: Training) =>
  until(() => training.messages.some(({ type }) => type === 'checkpoint'));

const job = ({ id }: Training) => placesIn(place).job(id);

testNeeding(slurm)('Slurm gets the runs as one array, and each has the bits of a run here', async () => {
  const one = await executor('slurm');
  const trainings = await world.beginAll(one, 2);
  for (const { outcome } of trainings) expect(await outcome).toEqual({ state: 'finished' });
  for (const { folder } of trainings) await world.expectSame(folder);
  const names = trainings.map((training) => readFileSync(job(training).name, 'utf8').trim());
  expect(new Set(names.map((name) => name.split('_')[0])).size).toBe(1);
});

testNeeding(slurm)(
  'the signal before the time limit pauses a run, and the job goes on from its checkpoint',
  async () => {
    const training = await world.begin(await executor('slurm'));
    const worker = await startedWorker(place, training);
    await trained(training);
    const [number = ''] = slurmJobs();
    // As --signal=B:USR1@... does when the limit is near.
    execFileSync('scancel', ['--batch', '--signal=USR1', number]);
    await startedWorker(place, training, worker);
    expect(await training.outcome).toEqual({ state: 'finished' });
    await world.expectSame(training.folder);
    expect(readFileSync(training.folder.log, 'utf8')).toContain('resumed after step');
  },
);

testNeeding(slurm)('a job that Slurm forgets costs its run only what it had not kept', async () => {
  const one = await executor('slurm');
  const training = await world.begin(one);
  await trained(training);
  const [number = ''] = slurmJobs();
  execFileSync('scancel', ['--signal=KILL', '--full', number]);
  expect(await training.outcome).toMatchObject({ state: 'interrupted' });
  const again = await world.goOn(one, training);
  expect(await again.outcome).toEqual({ state: 'finished' });
  await world.expectSame(training.folder);
});

testNeeding(slurm)('options that Slurm does not know are refused in its words', async () => {
  const training = await world.begin(await executor('slurm?partition=none'));
  await expect(training.outcome).rejects.toThrow(
    /^Slurm did not accept the job: .*Invalid partition name specified/,
  );
  expect(existsSync(job(training).exit)).toBe(false);
});

testNeeding(ray)(
  'Ray trains a run to the bits of a run here, and starts what is submitted twice once',
  async () => {
    const one = await executor(`ray:${rayAddress}`);
    const training = await world.begin(one);
    await startedWorker(place, training);
    const name = readFileSync(job(training).name, 'utf8');
    await one.submit([await world.specOf(training)], quietly());
    expect(readFileSync(job(training).name, 'utf8')).toBe(name);
    expect(await training.outcome).toEqual({ state: 'finished' });
    await world.expectSame(training.folder);
  },
);

testNeeding(ray)('a run on Ray is paused with a checkpoint, and goes on from it', async () => {
  const one = await executor(`ray:${rayAddress}`);
  const training = await world.begin(one);
  await trained(training);
  training.stop.abort('paused');
  expect(await training.outcome).toEqual({ state: 'stopped' });
  const again = await world.goOn(one, training);
  expect(await again.outcome).toEqual({ state: 'finished' });
  await world.expectSame(training.folder);
});
