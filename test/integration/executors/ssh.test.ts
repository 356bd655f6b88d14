/** Training over ssh, on a real sshd of our own. */
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
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
import { isLoopback, listeners } from '../../support/listeners';
import { describeNeeding } from '../../support/needs';
import { describeOnSmallDisk, SmallDisk } from '../../support/small-disk';
import { untilIdle } from '../../support/worker';

describeNeeding(sshd)('ssh', () => {
  let world: Elsewhere;
  let daemon: Sshd;
  let place: string;
  const open: Executor[] = [];
  const secret = randomUUID();

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
    process.env.MLFLOW_TRACKING_TOKEN = secret;
    world = await elsewhere();
    const env = { SKIPWIRE_CACHE: cacheRoot(), SKIPWIRE_DEVICE: 'cpu' };
    daemon = await startSshd(join(world.folder, 'sshd'), env);
    place = join(world.folder, 'there');
  }, ENGINE_TIMEOUT);
  afterAll(async () => {
    for (const one of open) await one.close();
    await daemon?.stop();
    await world?.dispose();
    delete process.env.MLFLOW_TRACKING_TOKEN;
  });

  test('a run survives a cut network, a killed process and the end of this one, with the bits of an undisturbed one', async () => {
    const first = await executor();
    const training = await world.begin(first);
    await until(() => stepOf(training) >= 2);
    // Held, so that it does not finish before the test is done with it.
    const worker = await startedWorker(place, training);
    process.kill(worker, 'SIGSTOP');
    const owner = readFileSync(there(training).owner, 'utf8');
    const listening = listeners();
    const ours = [process.pid, worker, JSON.parse(owner).pid].flatMap((pid) => listening.get(pid) ?? []);
    expect(ours.filter((address) => !isLoopback(address))).toEqual([]);
    // The network of this test, at least.
    expect(ours.length).toBeGreaterThan(0);
    // Submitted again, it goes on as it is.
    const again = await executor();
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

  test('a network that is cut in the middle of a checkpoint costs nothing; what was not sent yet waits', async () => {
    const training = await world.begin(await executor());
    const worker = await startedWorker(place, training);
    const from = there(training);
    await until(() => existsSync(from.checkpoints) && readdirSync(from.checkpoints).some(isCheckpoint));
    process.kill(worker, 'SIGSTOP');
    training.kill.abort();
    await training.outcome;
    rmSync(training.folder.checkpoints, { recursive: true, force: true });
    const second = await executor();
    // Files are sent in this order; what ssh itself says is less than half a checkpoint.
    const before = [from.metrics, from.log, from.environment, ...filesIn(from.tensorboard)];
    const [checkpoint = 0] = filesIn(from.checkpoints).map(sizeOf);
    daemon.stallAfter(before.reduce((sum, file) => sum + sizeOf(file), 0) + checkpoint / 2);
    const followed = await world.goOn(second, training);
    const half = () => filesIn(training.folder.checkpoints).filter((file) => !isCheckpoint(file));
    await until(() => half().length > 0);
    await daemon.cut();
    await until(() => said(followed).includes('No connection to ssh:elsewhere'));
    expect([half(), filesIn(training.folder.checkpoints)]).toEqual([[], []]);
    const next = await world.begin(second);
    await until(() =>
      /elsewhere could not be reached: .* Check that ssh elsewhere works in a terminal\. Trying again/.test(
        said(next),
      ),
    );
    await daemon.join();
    process.kill(worker, 'SIGCONT');
    for (const { outcome, folder } of [followed, next]) {
      expect(await outcome).toEqual({ state: 'finished' });
      await world.expectSame(folder);
    }
    expect(starts(training)).toBe(1);
  });

  test('a run that goes on there is ended there before it trains here, from where it was', async () => {
    const training = await world.begin(await executor());
    const worker = await startedWorker(place, training);
    await until(() => training.messages.some(({ type }) => type === 'checkpoint'));
    process.kill(worker, 'SIGSTOP');
    training.kill.abort();
    await training.outcome;
    const { runs, training: queue } = world.services;
    await runs.interrupt(training.id, 'interrupted by a test', { where: `ssh:elsewhere:${place}` });
    process.kill(worker, 'SIGCONT');
    const idle = untilIdle(queue.events());
    await queue.resume([training.id], ['local']);
    await idle;
    expect(await runs.get(training.id)).toMatchObject({ state: 'finished' });
    expect(JSON.parse(readFileSync(there(training).record, 'utf8')).state).toBe('paused');
    await world.expectSame(training.folder);
    expect(readFileSync(training.folder.log, 'utf8')).toContain('resumed after step');
  });

  describeOnSmallDisk('a full disk over there', () => {
    let disk: SmallDisk;
    beforeEach(() => {
      disk = SmallDisk.mount(192 * 1024)!;
    });
    afterEach(() => disk.unmount());

    test('costs a run only what it had not kept; it goes on when there is room', async () => {
      const one = await executor(disk.path);
      const training = await world.begin(one);
      const worker = await startedWorker(disk.path, training);
      await until(() => training.messages.some(({ type }) => type === 'checkpoint'));
      process.kill(worker, 'SIGSTOP');
      disk.fill();
      process.kill(worker, 'SIGCONT');
      const { state, message: words } = await training.outcome;
      expect([state, textOf(words ?? '')]).toEqual([
        'interrupted',
        `The disk of ssh:elsewhere:${disk.path} is full. Free up space there; the run then continues from its newest checkpoint.`,
      ]);
      const again = await world.goOn(one, training);
      const other = await world.begin(one);
      for (const waiting of [again, other]) {
        await until(() =>
          /has .* free in .*, but the run needs .*\. Free up space there\. Trying again/.test(said(waiting)),
        );
      }
      // Ended while it waits.
      other.stop.abort('stopped');
      await expect(other.outcome).rejects.toThrow('aborted');
      disk.empty();
      expect(await again.outcome).toEqual({ state: 'finished' });
      await world.expectSame(training.folder);
      expect(readFileSync(training.folder.log, 'utf8')).toContain('resumed after step');
    });
  });

  test('no secret is kept, here or there', () => {
    const key = readFileSync(join(world.folder, 'sshd', 'user-key'), 'utf8').split('\n')[1] ?? '';
    const kept = [world.services.folder, place]
      .flatMap((root) => readdirSync(root, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('/builds/'))
      .map((entry) => join(entry.parentPath, entry.name));
    expect(kept.map((file) => basename(file))).toEqual(
      expect.arrayContaining(['job.sh', 'environment.json']),
    );
    const telling = kept.filter((file) => [secret, key].some((text) => readFileSync(file).includes(text)));
    expect(telling).toEqual([]);
  });

  test('a host whose key has changed, or is unknown, is refused, with what to do', async () => {
    daemon.change();
    await expect(executor()).rejects.toThrow(
      /^elsewhere could not be reached: Host key verification failed\. Check its key, then connect once/,
    );
    daemon.forget();
    await expect(executor()).rejects.toThrow(
      'elsewhere could not be reached: Host key verification failed. Check its key, then connect once in a terminal with ssh elsewhere to accept it.',
    );
  });
});

const isCheckpoint = (file: string): boolean => file.endsWith('.safetensors');

const sizeOf = (file: string): number => statSync(file).size;

const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((name) => join(folder, name))
    : [];

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
