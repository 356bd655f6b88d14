/** Training over ssh, on a real sshd of our own. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../../../core/messages';
import { cacheRoot } from '../../../main/basics/paths';
import { executorFor } from '../../../main/executors';
import type { Executor } from '../../../main/executors/executor';
import { placesIn } from '../../../main/executors/site/places';
import { runFolder } from '../../../main/runs/folder';
import { type Sshd, sshd, startSshd } from '../../support/cluster/sshd';
import {
  type Elsewhere,
  elsewhere,
  quietly,
  startedWorker,
  stepOf,
  type Training,
} from '../../support/cluster/study';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { until } from '../../support/eventually';
import { describeNeeding } from '../../support/needs';
import { describeOnSmallDisk, SmallDisk } from '../../support/small-disk';

describeNeeding(sshd)('ssh', () => {
  let world: Elsewhere;
  let daemon: Sshd;
  let place: string;
  const open: Executor[] = [];

  const executor = async (folder = place): Promise<Executor> => {
    const one = executorFor(`ssh:elsewhere:${folder}`);
    open.push(one);
    await one.open(quietly());
    return one;
  };
  const there = ({ id }: Training) => runFolder(placesIn(place).job(id).run);
  const said = ({ messages }: Training): string =>
    messages.map((one) => (one.type === 'progress' ? textOf(one.progress.phase) : '')).join('\n');
  const starts = ({ folder }: Training): number =>
    readFileSync(folder.log, 'utf8').match(/ training: /g)?.length ?? 0;

  beforeAll(async () => {
    await testEngine();
    world = await elsewhere();
    const env = { SKIPWIRE_CACHE: cacheRoot(), SKIPWIRE_DEVICE: 'cpu' };
    daemon = await startSshd(join(world.folder, 'sshd'), env);
    place = join(world.folder, 'there');
  }, ENGINE_TIMEOUT);
  afterAll(async () => {
    for (const one of open) await one.close();
    await daemon?.stop();
    await world?.dispose();
  });

  test('a run survives a cut network, a killed process and the end of this one, with the bits of an undisturbed one', async () => {
    const first = await executor();
    const training = await world.begin(first);
    await until(() => stepOf(training) >= 2);
    // Held, so that it does not finish before the test is done with it.
    const worker = await startedWorker(place, training);
    process.kill(worker, 'SIGSTOP');
    // Submitted again, it goes on as it is.
    const again = await executor();
    const owner = readFileSync(there(training).owner, 'utf8');
    await again.submit([await world.specOf(training)], quietly());
    expect(readFileSync(there(training).owner, 'utf8')).toBe(owner);
    expect(await again.list()).toEqual([{ id: training.id, state: 'training' }]);

    await daemon.cut();
    await until(() => said(training).includes('No connection to ssh:elsewhere'));
    const { size } = statSync(there(training).metrics);
    process.kill(worker, 'SIGCONT');
    await until(() => statSync(there(training).metrics).size > size);
    process.kill(worker, 'SIGSTOP');
    const seen = stepOf(training);
    await daemon.join();
    await until(() => stepOf(training) > seen);

    for (const pid of [JSON.parse(owner).pid, worker]) process.kill(pid, 'SIGKILL');
    const lost = await training.outcome;
    expect(lost.state).toBe('interrupted');
    expect(textOf(lost.message ?? '')).toContain('The process that trained it on ssh:elsewhere');

    const retried = await world.goOn(first, training);
    const next = await startedWorker(place, training, worker);
    process.kill(next, 'SIGSTOP');
    retried.kill.abort();
    expect(textOf((await retried.outcome).message ?? '')).toContain('Training goes on at ssh:elsewhere');

    const followed = await world.goOn(await executor(), training);
    process.kill(next, 'SIGCONT');
    expect(await followed.outcome).toEqual({ state: 'finished' });
    await world.expectSame(training.folder);
    // Once, and again after the kill.
    expect(starts(training)).toBe(2);
    expect(readdirSync(join(place, 'builds'))).toHaveLength(1);
  });

  test('a host whose key is unknown is refused, with what to do', async () => {
    daemon.forget();
    await expect(executor()).rejects.toThrow(
      'elsewhere could not be reached: Host key verification failed. Check its key, then connect once in a terminal with ssh elsewhere to accept it.',
    );
  });
});

describeOnSmallDisk('a full disk over there', () => {
  test('is reported in words, and costs no more than the run', async () => {
    const disk = SmallDisk.mount(64)!;
    try {
      const executor = executorFor(`local:${disk.path}`);
      await expect(executor.open(quietly())).rejects.toThrow(
        /^The folder .* on this machine could not take this build of Skipwire\. The disk is full\. Free up disk space\. Then try again\.$/,
      );
      expect(readdirSync(join(disk.path, 'builds'))).toEqual([]);
    } finally {
      disk.unmount();
    }
  });
});
