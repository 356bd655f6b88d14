/** A TensorFlow.js LayersModel: model.json and its weights, for tf.loadLayersModel, which can train it further. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WrittenFile } from '../files';
import { writeProvenance, writtenFolder } from '../folder';
import { shardCount, shardName, shardsOf } from '../tfjs/shards';
import type { TrainedNetwork } from '../trained-network';
import { layersModel } from './model';

export async function writeTfjsLayers(network: TrainedNetwork, path: string): Promise<void> {
  const { topology, weights, values } = layersModel(network);
  await mkdir(path, { recursive: true });
  const count = shardCount(weights);
  let shards = 0;
  for (const shard of shardsOf(values)) await writeFile(join(path, shardName(shards++, count)), shard);
  const paths = Array.from({ length: count }, (_, index) => shardName(index, count));
  await writeFile(
    join(path, 'model.json'),
    JSON.stringify({
      format: 'layers-model',
      generatedBy: 'Skipwire',
      convertedBy: null,
      userDefinedMetadata: { skipwire: { inference: network.inference } },
      modelTopology: topology,
      weightsManifest: [{ paths, weights }],
    }),
  );
  await writeProvenance(network, path);
}

/** The files of our export at `path`; undefined if there is none. */
export const writtenTfjsLayers = (path: string): Promise<readonly WrittenFile[] | undefined> =>
  writtenFolder(path);
