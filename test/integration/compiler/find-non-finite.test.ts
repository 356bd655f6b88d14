/** The entry that tells which layers are not finite, on weights that are spoiled on purpose. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPreset } from '../../../core/presets';
import { compile } from '../../../main/compiler';
import type { Session, TensorValue } from '../../../main/engine/types';
import { int32 } from '../../../main/engine/values';
import { ENGINE_TIMEOUT, testEngine, withSession } from '../../support/engine';

beforeAll(() => testEngine(), ENGINE_TIMEOUT);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-finite-'));
  writeFileSync(
    join(folder, 'images'),
    Uint8Array.from({ length: 8 * 16 * 16 * 3 }, (_, index) => index % 251),
  );
  writeFileSync(
    join(folder, 'labels'),
    new Uint8Array(Int32Array.from({ length: 8 }, (_, index) => index).buffer),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const split = () => ({ imagesFile: join(folder, 'images'), labelsFile: join(folder, 'labels'), count: 8 });
const model = () =>
  compile(buildPreset('resnet20', { inputShape: [16, 16, 3] }), {
    optimizer: {},
    batchSize: 4,
    imageShape: [16, 16, 3],
    dataset: { train: split(), validation: split() },
    findNonFinite: true,
  });

/** The layers whose flag is down, with one value of a weight replaced. */
async function badLayers(spoil?: { weight: string; value: number }): Promise<string[]> {
  const compiled = model();
  return withSession(compiled, async (session: Session) => {
    await session.run('init', { seed: int32(1) });
    await session.run('load_data');
    await session.run('begin_epoch', { seed: int32(1), epoch: int32(1), first_batch: int32(0) });
    const before = await session.run('read_weights');
    if (spoil) {
      const at = compiled.variables.findIndex(({ name }) => name === spoil.weight);
      const value = before[`v${at}`] as TensorValue;
      (value.data as Float32Array)[0] = spoil.value;
      await session.run('write_weights', before);
    }
    const flags = await session.run('find_non_finite', { seed: int32(1), step: int32(0) });
    // Nothing was changed by it.
    const after = await session.run('read_weights');
    for (const name of Object.keys(before)) expect(after[name]?.data).toEqual(before[name]?.data);
    return (compiled.checkedLayers ?? []).filter((_, index) => !flags[`layer${index}`]?.data[0]);
  });
}

test('layers stand in the order of computation', () => {
  const { checkedLayers = [], stepsPerEpoch } = model();
  expect(stepsPerEpoch).toBe(2);
  expect(checkedLayers[0]).toMatch(/^stem/);
  expect(checkedLayers.at(-1)).toMatch(/^head/);
  expect(new Set(checkedLayers).size).toBe(checkedLayers.length);
});

test('all are finite at the beginning', async () => {
  expect(await badLayers()).toEqual([]);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e30])(
  'a kernel with %p in it is where it begins',
  async (value) => {
    const bad = await badLayers({ weight: 'stage2.block1.conv1/kernel', value });
    expect(bad[0]).toBe('stage2.block1.conv1');
    expect(bad.some((layer) => layer.startsWith('stage1') || layer.startsWith('stem'))).toBe(false);
  },
);
