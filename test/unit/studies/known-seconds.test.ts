/** How long a run takes, from earlier runs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCAL } from '../../../core/study/run';
import type { SelectableSet } from '../../../core/study/selection';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { knownSeconds } from '../../../main/studies/known-seconds';
import { run } from '../core/study/runs';

const images: SelectableSet = {
  name: 'Two',
  classes: ['a', 'b'],
  train: { count: 50_000, perClass: [25_000, 25_000] },
  val: { count: 10_000, perClass: [5000, 5000] },
  valRole: 'test',
  splitDescription: '',
};
const cores = cpus().length;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-known-seconds-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Seconds of two epochs, after a run whose epochs took 10 and 11 s. */
function seconds(
  settings: Record<string, unknown>,
  model = cpus()[0]!.model.trim(),
  wanted: Record<string, unknown> = {},
  { place = LOCAL, where }: { place?: string; where?: string } = {},
) {
  const environment = join(root, 'environment.json');
  writeFileSync(environment, JSON.stringify({ cpu: { model, cores } }));
  const earlier = { ...run({ graphKey: 'g', seconds: 10, settings }), where };
  const asked = {
    network: earlier.network,
    settings: trainingSettingsSchema.parse({ epochs: 2, ...wanted }),
    images,
  };
  return knownSeconds(asked, place, [earlier], { folder: () => ({ environment }) } as never);
}

test('a run that had the whole machine counts in full', async () => {
  expect(await seconds({})).toBeCloseTo(21);
  expect(await seconds({ threads: cores })).toBeCloseTo(21);
});

test('one that left threads to others counts for its share', async () => {
  expect(await seconds({ threads: 1 })).toBeCloseTo(21 / cores);
});

test('an image of a validation, or of the BatchNorm statistics, counts as a third of one that is trained on', async () => {
  const wanted = (change: Record<string, unknown>) => seconds({}, undefined, change);
  const work = 50_000 + 10_000 / 3;
  expect(await wanted({ trainLimit: 25_000 })).toBeCloseTo((21 * (25_000 + 10_000 / 3)) / work);
  expect(await wanted({ valLimit: 1000 })).toBeCloseTo((21 * (50_000 + 1000 / 3)) / work);
  expect(await wanted({ preciseBatchNorm: { batches: 100 } })).toBeCloseTo((21 * (work + 25_600 / 3)) / work);
});

test('one of another machine or another batch size says nothing', async () => {
  expect(await seconds({}, 'another processor')).toBeUndefined();
  expect(await seconds({ batchSize: 7 })).toBeUndefined();
});

test('one that trained at a place says how long it takes there, whatever processor that has', async () => {
  const at = (place: string, threads: number | null = null) =>
    seconds({ threads }, 'another processor', {}, { place, where: 'ssh:gpu' });
  expect(await at('ssh:gpu')).toBeCloseTo(21);
  expect(await at('ssh:gpu', 1)).toBeCloseTo(21 / cores);
  expect(await at('ssh:other')).toBeUndefined();
  expect(await at(LOCAL)).toBeUndefined();
});
