/** Loads @tensorflow/tfjs-node-gpu with the binding of an engine. For the worker and tests only. */
import util from 'node:util';
import type { Engine, TensorData } from './types';

/** The part of tfjs that we use. */
export interface TensorFlow {
  tensor(data: TensorData, shape: readonly number[], dtype: string): Tensor;
  memory(): { numTensors: number; numBytes: number };
  node: {
    getMetaGraphsFromSavedModel(
      path: string,
    ): Promise<{ tags: string[]; signatureDefs: Record<string, SignatureInfo> }[]>;
    loadSavedModel(path: string, tags: string[], signature: string): Promise<SavedModel>;
  };
}

export interface Tensor {
  shape: number[];
  dtype: string;
  dataSync(): TensorData;
  dispose(): void;
}

/** Inputs and outputs of a signature, in tfjs-node's own form. */
export interface SignatureInfo {
  inputs: Readonly<Record<string, unknown>>;
  outputs: Readonly<Record<string, unknown>>;
}

/** One signature of a loaded model. */
export interface SavedModel {
  predict(inputs: Record<string, Tensor>): Record<string, Tensor>;
  dispose(): void;
}

let loaded: { bindingPath: string; tensorflow: TensorFlow } | undefined;

/** @throws Error when the binding does not load (the message names the library that is missing). */
export function loadTensorFlow(engine: Engine): TensorFlow {
  if (loaded) {
    if (loaded.bindingPath === engine.bindingPath) return loaded.tensorflow;
    throw new Error(
      `One process runs one engine. Received: ${engine.bindingPath} after ${loaded.bindingPath}.`,
    );
  }
  // TensorFlow reads these when it starts. LD_LIBRARY_PATH must come with the process.
  for (const [name, value] of Object.entries(engine.env)) {
    if (name.startsWith('TF_')) process.env[name] ??= value;
  }
  // Node 23 removed these; tfjs-node 4.22 still calls them.
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
  // The package asks node-pre-gyp for its binding. Both are bundled into the worker (scripts/build.mjs).
  const preGyp = require('@mapbox/node-pre-gyp/lib/pre-binding') as { find(): string };
  preGyp.find = () => engine.bindingPath;
  const tensorflow = require('@tensorflow/tfjs-node-gpu') as TensorFlow;
  loaded = { bindingPath: engine.bindingPath, tensorflow };
  return tensorflow;
}
