/** The same study on this machine, over ssh, on a real Slurm and a real Ray: `npm run test:cluster`. */
import { join } from 'node:path';
import { cacheRoot } from '../../main/basics/paths';
import { ray, rayAddress, slurm } from '../support/cluster/schedulers';
import { type Sshd, sshd, startSshd } from '../support/cluster/sshd';
import { type Elsewhere, elsewhere } from '../support/cluster/study';
import { ENGINE_TIMEOUT, testEngine } from '../support/engine';
import { testNeeding } from '../support/needs';

jest.setTimeout(300_000);

let world: Elsewhere;
let daemon: Sshd;
beforeAll(async () => {
  await testEngine();
  world = await elsewhere();
  const env = { SKIPWIRE_CACHE: cacheRoot(), SKIPWIRE_DEVICE: 'cpu' };
  daemon = await startSshd(join(world.folder, 'sshd'), env);
}, ENGINE_TIMEOUT);
afterAll(async () => {
  await daemon?.stop();
  await world?.dispose();
});

const need = [slurm, ray].find(({ met }) => !met) ?? sshd;

testNeeding(need)('ssh, Slurm and Ray give the table of this machine', async () => {
  const place = join(world.folder, 'there');
  const here = await world.tableOf('local');
  expect(here.rows).toHaveLength(1);
  expect(await world.tableOf(`ssh:elsewhere:${place}`)).toEqual(here);
  expect(await world.tableOf(`slurm:${place}`)).toEqual(here);
  expect(await world.tableOf(`ray:${rayAddress}:${place}`)).toEqual(here);
});
