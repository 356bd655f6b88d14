/** The same study on this machine, a real Slurm and a real Ray: `npm run test:cluster`. */
import { join } from 'node:path';
import { ray, rayAddress, slurm } from '../support/cluster/schedulers';
import { type Elsewhere, elsewhere } from '../support/cluster/study';
import { ENGINE_TIMEOUT, testEngine } from '../support/engine';
import { testNeeding } from '../support/needs';

jest.setTimeout(300_000);

let world: Elsewhere;
beforeAll(async () => {
  await testEngine();
  world = await elsewhere();
}, ENGINE_TIMEOUT);
afterAll(() => world?.dispose());

testNeeding(slurm.met ? ray : slurm)('Slurm and Ray give the table of this machine', async () => {
  const place = join(world.folder, 'there');
  const here = await world.tableOf('local');
  expect(here.rows).toHaveLength(1);
  expect(await world.tableOf(`slurm:${place}`)).toEqual(here);
  expect(await world.tableOf(`ray:${rayAddress}:${place}`)).toEqual(here);
});
