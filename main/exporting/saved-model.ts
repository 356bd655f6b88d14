/**
 * TensorFlow SavedModel (tensorflow.org/guide/saved_model): a folder with the network as one frozen graph, its weights
 * as constants, so any TensorFlow, TF Serving and the converters (TF.js, TFLite, ONNX) accept it. `assets` has the file
 * that says how to use it; the format reserves `assets.extra` for files like our provenance.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { frozenPieces } from '../compiler';
import { chunksOf } from '../compiler/emit/pieces';
import type { WrittenFile } from './files';
import { json, PROVENANCE, writeProvenance } from './folder';
import { foldingOf } from './network-program';
import { readProvenance, type TrainedNetwork } from './trained-network';

const PLACE = `assets.extra/${PROVENANCE}`;
const INFERENCE = 'inference.json';

/** Writes the folder at `path`, which must not exist. */
export async function writeSavedModel(network: TrainedNetwork, path: string): Promise<void> {
  const model = frozenPieces(network.document, network.weights, {
    scaled: network.inference.input.range[1] === 255,
    folding: foldingOf(network),
    asset: INFERENCE,
    preprocessing: network.settings.preprocessing,
  });
  await mkdir(join(path, 'assets'), { recursive: true });
  await mkdir(join(path, 'assets.extra'));
  await pipeline(chunksOf(model), createWriteStream(join(path, 'saved_model.pb')));
  await writeFile(join(path, 'assets', INFERENCE), json(network.inference));
  await writeProvenance(network, path, PLACE);
}

/** The files of our export at `path`; undefined if there is none. */
export async function writtenSavedModel(path: string): Promise<readonly WrittenFile[] | undefined> {
  const found = readProvenance(JSON.parse(await readFile(join(path, PLACE), 'utf8')));
  return found && [...(found.files ?? [{ path: 'saved_model.pb' }]), { path: PLACE }];
}
