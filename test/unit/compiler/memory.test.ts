/** Memory by liveness, on programs small enough to count by hand. */
import { buildPreset } from '../../../core/presets';
import { buildProgram } from '../../../main/compiler';
import { Builder } from '../../../main/compiler/ir/builder';
import type { Value } from '../../../main/compiler/ir/types';
import { bytesOf, entryMemory } from '../../../main/compiler/memory';

/** A batch of `size` numbers; with a batch of 4 that is 16 bytes each. */
const fed = (build: Builder, name: string, size: number): Value =>
  build.value('input', name, [], { dtype: 'float32', shape: [null, size] });

function program(make: (build: Builder) => Value, inputs: (build: Builder) => void = () => undefined) {
  const build = new Builder();
  inputs(build);
  const y = make(build);
  build.entry({ name: 'run', inputs: {}, outputs: { y }, effects: [] });
  return build.finish();
}

const matmul = (build: Builder, name: string, a: Value, b: Value) =>
  build.value('matmul', name, [a, b], { transposeA: false, transposeB: false });

test('bytes of a value, its batch filled in', () => {
  expect(bytesOf({ dtype: 'float32', shape: [null, 3, 2] }, 5)).toBe(120);
  expect(bytesOf({ dtype: 'bfloat16', shape: [4] }, 5)).toBe(8);
  expect(bytesOf({ dtype: 'int32', shape: [] }, 5)).toBe(4);
});

test('a value goes when its last reader has run', () => {
  const one = program((build) => {
    build.declare({ name: 'a/w', dtype: 'float32', shape: [10, 10], role: 'weight', trainable: true });
    let x = fed(build, 'x', 10);
    for (const name of ['a', 'b', 'c']) x = matmul(build, `${name}/forward`, x, build.read('a/w'));
    return x;
  });
  // x and a, a and b, b and c: two of 4 * 10 floats at a time. The weight is a variable, and counted there.
  expect(entryMemory(one, 'run', 4)).toMatchObject({ peak: 320, gradients: 0, largestProduct: 320 + 400 });
});

test('what is needed later stays', () => {
  const one = program((build) => {
    build.declare({ name: 'w', dtype: 'float32', shape: [10, 10], role: 'weight', trainable: true });
    const x = fed(build, 'x', 10);
    const a = matmul(build, 'a/forward', x, build.read('w'));
    const b = matmul(build, 'b/forward', a, build.read('w'));
    return build.value('binary', 'sum/forward', [matmul(build, 'c/forward', b, build.read('w')), x], {
      function: 'add',
    });
  });
  const { peak, blocks } = entryMemory(one, 'run', 4);
  expect(peak).toBe(3 * 160);
  expect(Object.fromEntries(blocks)).toEqual({ x: 160, a: 160, b: 160 });
});

test('an activation writes over its operand, unless that has another reader', () => {
  const relu = (build: Builder, x: Value) =>
    build.value('activation', 'relu/forward', [x], { function: 'relu' } as never);
  const alone = program((build) => relu(build, fed(build, 'x', 10)));
  expect(entryMemory(alone, 'run', 4).peak).toBe(160);
  const shared = program((build) => {
    const x = fed(build, 'x', 10);
    return build.value('binary', 'sum/forward', [relu(build, x), x], { function: 'add' });
  });
  expect(entryMemory(shared, 'run', 4).peak).toBe(320);
});

test('a view has no bytes of its own and keeps what it looks at', () => {
  const one = program((build) => {
    const x = fed(build, 'x', 10);
    const view = build.value('reshape', 'flat/forward', [x], { shape: [null, 10] });
    return build.value('binary', 'sum/forward', [view, view], { function: 'multiply' });
  });
  expect(entryMemory(one, 'run', 4).peak).toBe(160);
});

const options = {
  optimizer: { type: 'sgd' as const },
  batchSize: 32,
  imageShape: [32, 32, 3],
};

test('a training step: grows with the batch, keeps what the gradients need, names the blocks', () => {
  const trained = buildProgram(buildPreset('resnet20'), options);
  const memory = (batch: number) => entryMemory(trained, 'train_on_batch', batch);
  const [small, large] = [memory(32), memory(64)];
  expect(large.peak / small.peak).toBeGreaterThan(1.9);
  expect(large.peak / small.peak).toBeLessThan(2.001);
  // The first stage: 7 convolutions of 16 channels, of each the input of the BN and its output at least.
  const activation = 32 * 32 * 32 * 16 * 4;
  expect(small.peak).toBeGreaterThan(2 * 7 * activation);
  expect(small.peak).toBeGreaterThan(3 * entryMemory(trained, 'eval_on_batch', 32).peak);
  expect([...small.blocks.keys()]).toContain('stage1.block1.conv1');
});

test('an update runs when its gradient is there: not all gradients are alive at once', () => {
  const trained = buildProgram(buildPreset('resnet18'), options);
  const { gradients } = entryMemory(trained, 'train_on_batch', 1);
  const weights = trained.variables.filter((one) => one.trainable);
  expect(gradients).toBeGreaterThan(0);
  expect(gradients).toBeLessThan(weights.reduce((sum, one) => sum + bytesOf(one, 1), 0));
});
