/** JSON may be a Keras model, the model.json of TF.js, or one of our graphs. */
import { GRAPH_FORMAT } from '../../core/graph/document';
import { readText } from '../disk/regular-file';
import { soundDocument } from './assemble';
import { readKerasJson } from './keras';
import { isRecord } from './keras/structure';
import { MOST_STRUCTURE, parseStructure } from './limits';
import type { ModelReader } from './read-model';
import { readTfjs } from './tfjs';

export const readJson: ModelReader = async (path, file) => {
  const json = parseStructure(await readText(path, MOST_STRUCTURE), file);
  if (isRecord(json) && json.format === GRAPH_FORMAT) {
    return soundDocument(json, file);
  }
  if (isRecord(json) && 'weightsManifest' in json) return readTfjs(json, path, file);
  return readKerasJson(json, file);
};
