/**
 * The Keras 3 file (keras.io/api/models/model_saving_apis): an uncompressed zip of metadata.json, config.json and
 * model.weights.h5, in that order.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { strToU8, Zip, ZipPassThrough } from 'fflate';
import { messageOf } from '../../../core/basics/errors';
import { loadHdf5, withHdf5File } from '../../archives/hdf5';
import { openZip } from '../../archives/zip-reader';
import { refuse } from '../../basics/refusal';
import { openRegular } from '../../disk/regular-file';
import { temporaryFolder } from '../../processes/temporary';
import type { WrittenFile } from '../files';
import { provenance, readProvenance, type TrainedNetwork, trainingOf } from '../trained-network';
import { type Compiled, compiled, withFloats, withPenalty } from './compiled';
import { modelConfig } from './config';
import { type KerasLayer, kerasLayers } from './layers';
import { kerasNames, modelName } from './names';
import { withNormalization } from './normalization';
import { weightPaths } from './order';
import { withScaling } from './scaling';

/** The Keras version whose layout is written; every Keras 3 reads it. */
const KERAS_VERSION = '3.0.0';
const CHUNK_BYTES = 4 * 1024 * 1024;

/** Writes the file at `path`. */
export async function writeKerasFile(
  network: TrainedNetwork,
  path: string,
  { withOptimizer = false }: { withOptimizer?: boolean } = {},
): Promise<void> {
  const { analysis, document } = network;
  const outputId = analysis.outputId;
  if (outputId === undefined) throw new Error(`A trained network has one output. Received: none.`);
  const { layers, outputName } = namedForKeras(
    withScaling(
      withNormalization(
        withOptimizer
          ? withPenalty(kerasLayers(analysis), analysis, trainingOf(network).run.settings.optimizer)
          : kerasLayers(analysis),
        network.weights,
      ),
      network.inference,
    ),
    outputId,
  );
  const training = withOptimizer ? await compiled(network, layers, outputName) : undefined;
  const metadata = {
    keras_version: KERAS_VERSION,
    date_saved: new Date().toISOString().slice(0, 19).replace('T', '@'),
    skipwire: provenance(network),
  };
  const config = {
    ...modelConfig(modelName(document.name), layers, outputName),
    ...(training ? { compile_config: training.config } : {}),
  };
  const folder = await temporaryFolder('skipwire-keras-', 'The export');
  try {
    const weightsFile = join(folder, 'model.weights.h5');
    await writeWeights(network, layers, outputName, weightsFile, training);
    await writeZip(path, [
      ['metadata.json', JSON.stringify(metadata)],
      ['config.json', withFloats(JSON.stringify(config))],
      ['model.weights.h5', { file: weightsFile }],
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function namedForKeras(layers: readonly KerasLayer[], outputId: string) {
  const names = kerasNames(
    layers.map(({ name }) => name),
    'layer',
  );
  const named = (name: string): string => names.get(name) ?? name;
  return {
    layers: layers.map((layer) => ({
      ...layer,
      name: named(layer.name),
      inputs: layer.inputs.map(named),
    })),
    outputName: named(outputId),
  };
}

/** Most bytes of metadata.json; the names of a million classes take 20 MB. */
const MOST_METADATA = 64 * 1024 * 1024;

/** Empty if the file at `path` is our export, otherwise undefined. Does not read the weights. */
export async function writtenKerasFile(path: string): Promise<readonly WrittenFile[] | undefined> {
  const metadata: unknown = JSON.parse((await metadataOf(path)) ?? 'null');
  return readProvenance((metadata as { skipwire?: unknown } | null)?.skipwire) && [];
}

async function metadataOf(path: string): Promise<string | undefined> {
  const file = await openRegular(path);
  try {
    const zip = await openZip(file, { autoClose: false });
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== 'metadata.json' || entry.uncompressedSize > MOST_METADATA) continue;
      return await text(await zip.openReadStreamPromise(entry));
    }
    return undefined;
  } finally {
    await file.close();
  }
}

/** `layers/<class>[_<n>]/vars/0, 1, ...`, each group `vars` with the layer's name as an attribute. */
async function writeWeights(
  { analysis, document, weights }: TrainedNetwork,
  layers: readonly KerasLayer[],
  outputName: string,
  path: string,
  training: Compiled | undefined,
): Promise<void> {
  const shapes = new Map(
    analysis.order.flatMap((id) =>
      (analysis.nodes[id]?.weights ?? []).map((weight) => [`${id}/${weight.name}`, weight.shape]),
    ),
  );
  const paths = weightPaths(layers, outputName);
  await hdf5AtHand();
  const handle = await open(path, 'wx+');
  try {
    await withHdf5File(handle.fd, 'w', (file) => {
      file.create_group('vars').create_attribute('name', modelName(document.name));
      file.create_group('layers');
      for (const { name, variables } of layers) {
        const group = paths.get(name);
        if (group === undefined) continue;
        const vars = file.create_group(group).create_group('vars');
        vars.create_attribute('name', name);
        variables.forEach((variable, index) => {
          const shape = shapes.get(variable);
          const data = weights.get(variable);
          if (!shape || !data) throw new Error(`Every variable has a value. Received: none for ${variable}.`);
          vars.create_dataset({ name: String(index), data, shape: [...shape], dtype: '<f4' });
        });
      }
      if (!training) return;
      const vars = file.create_group('optimizer').create_group('vars');
      vars.create_attribute('name', training.name);
      training.variables.forEach(({ data, shape, dtype }, index) => {
        vars.create_dataset({ name: String(index), data, shape: [...shape], dtype });
      });
    });
  } catch (error) {
    // It is in another folder than the export, which may be on another disk.
    throw Object.assign(error as Error, { path });
  } finally {
    await handle.close();
  }
}

/** @throws Refusal when h5wasm is missing. */
async function hdf5AtHand(): Promise<void> {
  try {
    await loadHdf5();
  } catch (error) {
    refuse('export.refused.h5wasm', { problem: messageOf(error) });
  }
}

type Entry = [name: string, content: string | { file: string }];

/** In pieces, so a large network is not in memory twice. */
async function writeZip(path: string, entries: readonly Entry[]): Promise<void> {
  const out = createWriteStream(path, { flags: 'wx' });
  const done = finished(out);
  done.catch(() => undefined);
  let failure: Error | undefined;
  const zip = new Zip((error, chunk, last) => {
    if (error) failure = error;
    else out.write(chunk);
    if (last) out.end();
  });
  const drained = async () => {
    if (failure) throw failure;
    if (out.errored) throw out.errored;
    if (out.writableNeedDrain) await Promise.race([once(out, 'drain'), done]);
  };
  for (const [name, content] of entries) {
    const entry = new ZipPassThrough(name);
    zip.add(entry);
    if (typeof content === 'string') entry.push(strToU8(content), true);
    else {
      for await (const chunk of chunksOf(content.file)) {
        entry.push(chunk);
        await drained();
      }
      entry.push(new Uint8Array(0), true);
    }
    await drained();
  }
  zip.end();
  await done;
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read({ buffer: new Uint8Array(CHUNK_BYTES) });
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
