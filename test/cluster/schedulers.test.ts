/** Runs on a real Slurm and a real Ray: `npm run test:cluster`. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../../core/messages';
import { cacheRoot } from '../../main/basics/paths';
import { executorFor } from '../../main/executors';
import type { Executor } from '../../main/executors/executor';
import { placesIn } from '../../main/executors/site/places';
import { runFolder } from '../../main/runs/folder';
import {
  findNodes,
  forgetJobs,
  loseNodes,
  ownRay,
  ownSlurm,
  ray,
  rayAddress,
  restartRay,
  slurm,
  slurmJobs,
} from '../support/cluster/schedulers';
import { type Sshd, sshd, startSshd } from '../support/cluster/sshd';
import { type Elsewhere, elsewhere, quietly, startedWorker, type Training } from '../support/cluster/study';
import { ENGINE_TIMEOUT, testEngine } from '../support/engine';
import { until } from '../support/eventually';
import { testNeeding } from '../support/needs';

jest.setTimeout(400_000);

let world: Elsewhere;
let place: string;
let daemon: Sshd | undefined;
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
  const env = { SKIPWIRE_CACHE: cacheRoot(), SKIPWIRE_DEVICE: 'cpu', PATH: process.env.PATH ?? '' };
  if (sshd.met) daemon = await startSshd(join(world.folder, 'sshd'), env);
}, ENGINE_TIMEOUT);
afterAll(async () => {
  for (const one of open) await one.close();
  await daemon?.stop();
  await world?.dispose();
});

/** Until there is a checkpoint to go on from. */
const trained = (training: Training) =>
  until(() => training.messages.some(({ type }) => type === 'checkpoint'));

const said = ({ messages }: Training): string =>
  messages.map((one) => (one.type === 'progress' ? textOf(one.progress.phase) : '')).join('\n');

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

const ownerOf = (training: Training): number =>
  JSON.parse(readFileSync(runFolder(job(training).run).owner, 'utf8')).pid;

/** The oldest first. */
function parentsOf(pid: number, count: number): number[] {
  if (count === 0) return [];
  const parent = Number(/PPid:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  return [...parentsOf(parent, count - 1), parent];
}

/** Whether a process has been sent a TERM that it has not seen. */
const isTermPending = (pid: number): boolean => {
  const [, mask = '0'] = /ShdPnd:\s*(\w+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (BigInt(`0x${mask}`) & (1n << 14n)) !== 0n;
};

testNeeding(slurm.met ? sshd : slurm)(
  'Slurm over ssh: near a real time limit the run pauses, and its job goes on in the next one',
  async () => {
    const training = await world.begin(await executor('slurm:elsewhere?time=2&signal=B:USR1@10'));
    const worker = await startedWorker(place, training);
    await trained(training);
    const owner = ownerOf(training);
    for (const pid of [worker, owner]) process.kill(pid, 'SIGSTOP');
    await until(() => isTermPending(owner));
    for (const pid of [worker, owner]) process.kill(pid, 'SIGCONT');
    await startedWorker(place, training, worker);
    expect(said(training)).toContain('Waiting for slurm:elsewhere');
    expect(await training.outcome).toEqual({ state: 'finished' });
    await world.expectSame(training.folder);
    expect(readFileSync(training.folder.log, 'utf8')).toContain('resumed after step');
  },
);

testNeeding(ownSlurm)('a lost node costs a run only what it had not kept', async () => {
  const training = await world.begin(await executor('slurm'));
  const worker = await startedWorker(place, training);
  await trained(training);
  process.kill(worker, 'SIGSTOP');
  // From Slurm's own process for the job down to the worker, as when the power fails: nobody writes an end.
  for (const pid of [...parentsOf(ownerOf(training), 2), ownerOf(training), worker])
    process.kill(pid, 'SIGKILL');
  loseNodes();
  try {
    await until(() => said(training).includes('Waiting for slurm'));
  } finally {
    findNodes();
  }
  await startedWorker(place, training, worker);
  expect(await training.outcome).toEqual({ state: 'finished' });
  await world.expectSame(training.folder);
});

testNeeding(ownSlurm)('a Slurm that has lost all its jobs costs what they had not kept', async () => {
  const one = await executor('slurm');
  const late = await executor('slurm?begin=now+1hour');
  const [training, waiting] = [await world.begin(one), await world.begin(late)];
  await trained(training);
  await until(() => said(waiting).includes('Waiting for slurm'));
  await forgetJobs();
  const { state, message } = await waiting.outcome;
  expect([state, textOf(message ?? '')]).toEqual([
    'interrupted',
    expect.stringMatching(/^The job on slurm:.* disappeared before it began\. Resume the run/),
  ]);
  for (const [place, lost] of [
    [one, training],
    [one, waiting],
  ] as const) {
    const outcome = await lost.outcome;
    // What ran may have finished meanwhile.
    if (outcome.state !== 'finished')
      expect(await (await world.goOn(place, lost)).outcome).toEqual({ state: 'finished' });
    await world.expectSame(lost.folder);
  }
});

testNeeding(slurm)('a job that someone cancels costs its run only what it had not kept', async () => {
  const one = await executor('slurm');
  const training = await world.begin(one);
  await trained(training);
  const [number = ''] = slurmJobs();
  execFileSync('scancel', [number]);
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

testNeeding(ownRay)(
  'a Ray that was restarted, and knows no job, costs a run only what it had not kept',
  async () => {
    const one = await executor(`ray:${rayAddress}`);
    const training = await world.begin(one);
    const worker = await startedWorker(place, training);
    await trained(training);
    process.kill(worker, 'SIGSTOP');
    for (const pid of [worker, ownerOf(training)]) process.kill(pid, 'SIGKILL');
    await restartRay();
    const { state, message } = await training.outcome;
    expect([state, textOf(message ?? '')]).toEqual([
      'interrupted',
      expect.stringMatching(
        /^The process that trained it on ray:.* is gone: it was killed, or its machine failed\./,
      ),
    ]);
    const again = await world.goOn(one, training);
    expect(await again.outcome).toEqual({ state: 'finished' });
    await world.expectSame(training.folder);
  },
);
