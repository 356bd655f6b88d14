/**
 * TensorFlow SavedModel (tensorflow.org/guide/saved_model): a folder with the network as one frozen graph, its
 * weights as constants, so that any TensorFlow, TF Serving and the converters (TF.js, TFLite, ONNX) take it.
 * `assets.extra` is the place that the format leaves to others' files.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileFrozen } from '../compiler';
import { isProvenance, provenance, type TrainedNetwork } from './trained-network';

const PROVENANCE = join('assets.extra', 'skipwire.json');

/** Writes the folder at `path`, which must not exist. */
export async function writeSavedModel(network: TrainedNetwork, path: string): Promise<void> {
  const model = compileFrozen(network.document, network.weights);
  await mkdir(join(path, 'assets.extra'), { recursive: true });
  await writeFile(join(path, 'saved_model.pb'), model);
  await writeFile(join(path, PROVENANCE), `${JSON.stringify(provenance(network), undefined, 2)}\n`);
}

export async function isOurSavedModel(path: string): Promise<boolean> {
  return isProvenance(JSON.parse(await readFile(join(path, PROVENANCE), 'utf8')));
}
