/** The entry that tells which layers, and which gradients, are not finite. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Precision } from '../../../core/study/precision';
import { compile } from '../../../main/compiler';
import type { CompiledModel } from '../../../main/compiler/types';
import type { Session, TensorValue } from '../../../main/engine/types';
import { int32 } from '../../../main/engine/values';
import { smallResNet, vanishing } from '../../support/documents';
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
const model = (document = smallResNet({ inputShape: [16, 16, 3] }), precision?: Precision) =>
  compile(document, {
    optimizer: {},
    ...(precision ? { precision } : {}),
    batchSize: 4,
    imageShape: [16, 16, 3],
    dataset: { train: split(), validation: split() },
    findNonFinite: true,
  });

/** The layers whose flag is down, and the gradients, with one value of a weight replaced. */
async function flagged(
  compiled: CompiledModel,
  spoil?: { weight: string; value: number },
): Promise<{ layers: string[]; gradients: string[] }> {
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
    const down = (names: readonly string[] = [], kind: string) =>
      names.filter((_, index) => !flags[`${kind}${index}`]?.data[0]);
    return {
      layers: down(compiled.checkedLayers, 'layer'),
      gradients: down(compiled.checkedGradients, 'gradient'),
    };
  });
}

test('layers stand in the order of computation, gradients from the loss back', () => {
  const { checkedLayers = [], checkedGradients = [], stepsPerEpoch } = model();
  expect(stepsPerEpoch).toBe(2);
  expect(checkedLayers[0]).toMatch(/^stem/);
  expect(checkedLayers.at(-1)).toMatch(/^head/);
  expect(new Set(checkedLayers).size).toBe(checkedLayers.length);
  expect(checkedGradients[0]).toMatch(/^head/);
  expect(checkedGradients.at(-1)).toMatch(/^stem/);
  // All that has weights, and nothing that is no layer.
  const convolutions = checkedLayers.filter((layer) => /conv\d?$/.test(layer));
  expect(checkedGradients).toEqual(expect.arrayContaining(convolutions));
  expect(checkedLayers).toEqual(expect.arrayContaining([...checkedGradients]));
});

// Sums of squares that float16 could not hold are no sign of anything.
test.each(['float32', 'bfloat16', 'float16'] as const)(
  'all are finite at the beginning, in %s',
  async (precision) => {
    const { layers, gradients } = await flagged(model(undefined, precision));
    expect(layers).toEqual([]);
    // In float16 the first scale of the loss may well be too large: such a step is left out.
    if (precision !== 'float16') expect(gradients).toEqual([]);
  },
  ENGINE_TIMEOUT,
);

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e30])(
  'a kernel with %p in it is where it begins',
  async (value) => {
    const { layers } = await flagged(model(), { weight: 'stage2.block1.conv1/kernel', value });
    expect(layers[0]).toBe('stage2.block1.conv1');
    expect(layers.some((layer) => layer.startsWith('stage1') || layer.startsWith('stem'))).toBe(false);
  },
);

test('a gradient that grows too large on the way back, where every output is zero', async () => {
  const { layers, gradients } = await flagged(model(vanishing([16, 16, 3])));
  expect(layers).toEqual([]);
  // Each normalization divides by a deviation of 1e-6; the loss' own gradient is about 1e-4 a value.
  expect(gradients).toEqual(['norm5', 'norm4', 'norm3', 'norm2', 'norm1', 'conv']);
});
