/** Values for the signatures of a compiled model. */
import type { SgdInput } from '../../core/study/optimizer';
import type { CompiledModel, CompileOptions } from '../../main/compiler/types';
import type { Session, TensorValue } from '../../main/engine/types';

export { float32, int32 } from '../../main/engine/values';

export const images = (shape: readonly number[], data: Float32Array): TensorValue => ({
  dtype: 'float32',
  shape: [data.length / shape.reduce((product, side) => product * side, 1), ...shape],
  data,
});
export const labels = (classes: readonly number[]): TensorValue => ({
  dtype: 'int32',
  shape: [classes.length],
  data: Int32Array.from(classes),
});

/** A number that a signature returned. */
export const number = (value: TensorValue | undefined): number => Number(value?.data[0]);

/** Reproducible numbers in [-1, 1). */
export function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    mixed ^= mixed >>> 12;
    return (mixed >>> 0) / 2 ** 31 - 1;
  };
}

export const noiseArray = (seed: number, length: number): Float32Array => {
  const next = noise(seed);
  return Float32Array.from({ length }, next);
};

export async function readVariables(
  session: Session,
  model: CompiledModel,
): Promise<Map<string, Float32Array>> {
  const values = await session.run('read_weights');
  return new Map(model.variables.map(({ name }, index) => [name, values[`v${index}`]?.data as Float32Array]));
}

/** Writes the given variables; those that `values` lacks become zero. */
export async function writeVariables(
  session: Session,
  model: CompiledModel,
  values: (name: string) => Float32Array | undefined,
): Promise<void> {
  const inputs = model.variables.map(({ name, shape }, index): [string, TensorValue] => {
    const size = shape.reduce((product, side) => product * side, 1);
    return [`v${index}`, { dtype: 'float32', shape, data: values(name) ?? new Float32Array(size) }];
  });
  await session.run('write_weights', Object.fromEntries(inputs));
}

/** Options without a data set: plain SGD by default. */
export const options = (imageShape: readonly number[], optimizer: SgdInput = {}): CompileOptions => ({
  optimizer: { type: 'sgd', learningRate: 0.01, momentum: 0, clipnorm: null, ...optimizer },
  batchSize: 4,
  imageShape,
});
