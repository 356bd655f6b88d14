/** A TF.js LayersModel: model.json with the topology, and shards of weights beside it. */

import { dirname, resolve, sep } from 'node:path';
import { elementCount } from '../../core/basics/element-count';
import { refuse } from '../basics/refusal';
import { readRegular } from '../disk/regular-file';
import type { Tensor } from '../runs/safetensors';
import { readKeras } from './keras/read';
import { isRecord } from './keras/structure';
import { namedWeights } from './keras/weights';
import { checkSize, checkWithin, MOST_WEIGHTS, notRead } from './limits';
import type { ReadModel } from './read-model';
import { beginStep, opened } from './steps';

/** @param json of the file, which has a `weightsManifest`. @throws Refusal for a graph model, or broken shards. */
export async function readTfjs(
  json: Record<string, unknown>,
  path: string,
  file: string,
): Promise<ReadModel> {
  const { modelTopology: topology, weightsManifest: manifest } = json;
  if (json.format === 'graph-model' || !isRecord(topology) || !Array.isArray(manifest)) {
    refuse('import.refused.graphModel', { file });
  }
  const weights = new Map<string, Tensor>();
  for (const group of manifest) {
    const { paths, weights: specs } = isRecord(group) ? group : {};
    if (!Array.isArray(paths) || !Array.isArray(specs)) refuse('import.refused.graphModel', { file });
    const bytes = await shards(paths, path, file);
    let offset = 0;
    for (const spec of specs) offset = take(spec, { bytes, offset, file, weights });
  }
  const model = isRecord(topology.model_config) ? topology.model_config : topology;
  return readKeras(model, () => namedWeights(weights), { file, format: 'tfjs' });
}

/** @throws Refusal for a path that leads out of the model's folder. */
async function shards(paths: readonly unknown[], path: string, file: string): Promise<Buffer> {
  const folder = dirname(resolve(path));
  const parts: Buffer[] = [];
  let left = MOST_WEIGHTS;
  for (const name of paths) {
    const place = resolve(folder, String(name));
    if (!place.startsWith(folder + sep)) refuse('import.refused.outside', { file, name: String(name) });
    const part = await readRegular(place, left).catch((error: unknown) => {
      throw notRead(error, file);
    });
    opened(part.length);
    left -= part.length;
    parts.push(part);
  }
  const [only, ...others] = parts;
  return only && others.length === 0 ? only : Buffer.concat(parts);
}

interface Place {
  bytes: Buffer;
  offset: number;
  file: string;
  weights: Map<string, Tensor>;
}

/**
 * Reads one weight.
 * @returns the offset of the next one
 */
function take(spec: unknown, { bytes, offset, file, weights }: Place): number {
  beginStep();
  const { name, shape, dtype, quantization } = isRecord(spec) ? spec : {};
  const sizes =
    Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0)
      ? (shape as number[])
      : undefined;
  if (typeof name !== 'string' || !sizes || (dtype !== 'float32' && dtype !== 'int32') || quantization) {
    refuse('import.refused.notNumbers', { file, name: String(name) });
  }
  const length = 4 * elementCount(sizes);
  checkSize({ file, what: name, bytes: length }, MOST_WEIGHTS);
  checkWithin({ file, what: name, bytes: offset + length }, bytes.length);
  // A copy if the shard is at an odd address.
  const own = bytes.subarray(offset, offset + length);
  const aligned = own.byteOffset % 4 === 0 ? own : Uint8Array.from(own);
  const values = new (dtype === 'float32' ? Float32Array : Int32Array)(
    aligned.buffer as ArrayBuffer,
    aligned.byteOffset,
    length / 4,
  );
  weights.set(name, {
    shape: sizes,
    data: values instanceof Float32Array ? values : Float32Array.from(values),
  });
  return offset + length;
}
