/** Keras models: `.keras`, `.h5` and JSON. */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Entry, ZipFile } from 'yauzl';
import { message } from '../../../core/messages';
import { openZip, zipContent } from '../../archives/zip-reader';
import { refuse } from '../../basics/refusal';
import { openRegular } from '../../disk/regular-file';
import { temporaryFolder } from '../../processes/temporary';
import { type Hdf5, withHdf5 } from '../hdf5';
import { checkSize, MOST_STRUCTURE, MOST_WEIGHTS, notRead, parseStructure } from '../limits';
import type { ModelReader, ReadModel } from '../read-model';
import { beginStep } from '../steps';
import { readKeras } from './read';
import { keras3Weights, legacyWeights } from './weights';

const CONFIG = 'config.json';
const WEIGHTS = 'model.weights.h5';

export const readKerasFile: ModelReader = async (path, file) => {
  const folder = await temporaryFolder('skipwire-import-', message('import.purpose'));
  const weightsFile = join(folder, WEIGHTS);
  try {
    const config = await unpack(path, file, weightsFile);
    const json = parseStructure(config, file);
    return await withHdf5(weightsFile, file, (h5) =>
      readKeras(json, (nodes) => keras3Weights(h5, nodes), { file, format: 'keras' }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The text of config.json; the weights go into a file. */
async function unpack(path: string, file: string, weightsFile: string): Promise<string> {
  const archive = await openRegular(path);
  let config: string | undefined;
  let hasWeights = false;
  try {
    const { size } = await archive.stat();
    const zip = await openZip(archive, { autoClose: false });
    for await (const entry of zip.eachEntry()) {
      const { fileName: what, uncompressedSize: bytes } = entry;
      if (what === CONFIG) {
        checkSize({ file, what, bytes }, MOST_STRUCTURE);
        const parts: Uint8Array[] = [];
        for await (const part of unpacked(zip, entry)) parts.push(part);
        config = Buffer.concat(parts).toString('utf8');
      } else if (what === WEIGHTS) {
        // Keras stores them uncompressed, and weights hardly compress: a file that claims otherwise is a
        // zip bomb.
        checkSize({ file, what, bytes }, Math.min(MOST_WEIGHTS, 100 * size));
        await pipeline(Readable.from(unpacked(zip, entry)), createWriteStream(weightsFile));
        hasWeights = true;
      }
    }
  } catch (error) {
    throw notRead(error, file);
  } finally {
    await archive.close();
  }
  if (config === undefined || !hasWeights) refuse('import.refused.notKeras', { file });
  return config;
}

async function* unpacked(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  for await (const part of zipContent(zip, entry, undefined)) {
    beginStep();
    yield part;
  }
}

export const readKerasHdf5: ModelReader = (path, file) =>
  withHdf5(path, file, (h5) => {
    const config = h5.attribute('', 'model_config');
    if (typeof config !== 'string') refuse('import.refused.noStructure', { file });
    const format = 'keras-h5' as const;
    return readKeras(parseStructure(config, file), weightsOf(h5), { file, format });
  });

const weightsOf = (h5: Hdf5) => () => legacyWeights(h5);

/** The JSON of a model (`model.to_json()`), without weights. */
export const readKerasJson = (json: unknown, file: string): ReadModel =>
  readKeras(json, undefined, { file, format: 'keras-json' });
