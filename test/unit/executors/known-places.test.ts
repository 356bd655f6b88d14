import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KnownPlaces } from '../../../main/executors/known-places';

test('this machine comes first, then those that were used before, each once and only if it is a place', async () => {
  const places = new KnownPlaces(async () => ['ssh:box', 'local', 'cloud:box', 'ssh:box']);
  expect((await places.list()).slice(0, 2)).toEqual([
    { place: 'local', from: 'here' },
    { place: 'ssh:box', from: 'before' },
  ]);
  expect((await places.list()).map(({ place }) => place)).not.toContain('cloud:box');
});

describe('a check', () => {
  const places = new KnownPlaces(async () => []);
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-places-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('says what is there', async () => {
    const place = `local:${folder}/there?slots=3`;
    const found = await places.check(place);
    expect(found).toEqual({ place, slots: 3, installed: false, free: expect.any(Number) });
  });

  test.each([
    ['cloud:box', 'A place to train is local, ssh:HOST'],
    ['ssh:box?partition=gpu', 'ssh takes only the option slots'],
    ['local:/dev/null/there', 'could not be made'],
    [`ray:http://127.0.0.1:9:${tmpdir()}`, 'Ray at http://127.0.0.1:9 did not answer'],
  ])('%s is refused', async (place, said) => {
    await expect(places.check(place)).rejects.toThrow(said);
  });
});
