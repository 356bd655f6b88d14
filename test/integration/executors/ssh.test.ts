/** Training over ssh, on a real sshd of our own. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRoot } from '../../../main/basics/paths';
import { executorFor } from '../../../main/executors';
import type { Executor } from '../../../main/executors/executor';
import { type Sshd, sshd, startSshd } from '../../support/cluster/sshd';
import { type Elsewhere, elsewhere, quietly } from '../../support/cluster/study';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { describeNeeding } from '../../support/needs';

jest.setTimeout(300_000);

describeNeeding(sshd)('ssh', () => {
  let world: Elsewhere;
  let daemon: Sshd;
  let executor: Executor;
  let place: string;

  beforeAll(async () => {
    await testEngine();
    world = await elsewhere();
    daemon = await startSshd(join(world.folder, 'sshd'), {
      SKIPWIRE_CACHE: cacheRoot(),
      SKIPWIRE_DEVICE: 'cpu',
    });
    place = join(world.folder, 'there');
    executor = executorFor(`ssh:elsewhere:${place}`);
    await executor.open(quietly());
  }, ENGINE_TIMEOUT);
  afterAll(async () => {
    await executor?.close();
    await daemon?.stop();
    await world?.dispose();
  });

  test('a run comes to the same bits as here, and its curves arrive while it trains', async () => {
    const { outcome, folder, messages } = await world.begin(executor);
    expect(await outcome).toEqual({ state: 'finished' });
    await world.expectSame(folder);
    const epochs = messages.flatMap((one) => (one.type === 'epoch' ? [one.metrics.epoch] : []));
    expect(epochs).toEqual([1, 2, 3]);
    expect(messages.at(-1)).toMatchObject({ type: 'checkpoint' });
    expect(readdirSync(join(place, 'data'))).toHaveLength(1);
  });
});
