import { own } from '../basics/own-property';
import { GRAPH_FORMAT } from './document';

/** Endings of models of other programs. JSON is not among them, since graphs are JSON too: `isModelJson` tells them apart. */
export const MODEL_EXTENSIONS = ['keras', 'h5', 'hdf5', 'onnx', 'safetensors'] as const;
/** PyTorch's pickles, which run code when they are opened: the host says how to turn them into safetensors. */
export const PICKLES = ['pt', 'pth', 'bin', 'pkl', 'pickle', 'ckpt'] as const;

const PATTERN = new RegExp(`\\.(${[...MODEL_EXTENSIONS, ...PICKLES].join('|')})$`, 'i');

/** Whether opening or dropping a file with this name imports it as a model. */
export const isModelFile = (name: string): boolean => PATTERN.test(name);

/** Whether JSON is a model of Keras or TF.js, and no graph. */
export function isModelJson(text: string): boolean {
  let json: Partial<Record<string, unknown>> | null;
  try {
    json = JSON.parse(text);
  } catch {
    return false;
  }
  if (typeof json !== 'object' || json === null || own(json, 'format') === GRAPH_FORMAT) return false;
  const { modelTopology, weightsManifest, class_name: className, config } = json;
  return (
    (modelTopology ?? weightsManifest) !== undefined || (className !== undefined && config !== undefined)
  );
}

/** Values of a TF.js model, beside its model.json. */
export const isShard = (name: string): boolean => /\.bin$/i.test(name);
