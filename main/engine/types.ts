/** The engine as the rest of main sees it. */

/** A usable TensorFlow runtime on this machine. */
export interface Engine {
  /** "2.21.0" */
  version: string;
  device: 'cpu' | 'gpu';
  /** tfjs_binding.node, built against this runtime. */
  bindingPath: string;
  /** Folders of the CUDA libraries that came with it. */
  libraryFolders?: readonly string[];
  /** Environment of the worker process (LD_LIBRARY_PATH, TF_...). */
  env: Readonly<Record<string, string>>;
}

export type TensorData = Float32Array | Int32Array | Uint8Array | string[];

/** An input or output of a signature. Scalars have shape []. */
export interface TensorValue {
  dtype: 'float32' | 'int32' | 'bool' | 'string';
  shape: readonly number[];
  data: TensorData;
}

/** One loaded saved_model.pb; all signatures act on the same variables. Used inside the worker only. */
export interface Session {
  /** @throws SessionError with the node's name where TensorFlow gives one. */
  run(
    signature: string,
    inputs?: Readonly<Record<string, TensorValue>>,
  ): Promise<Record<string, TensorValue>>;
  close(): void;
}

/** TensorFlow's own error, with the graph node that raised it. */
export class SessionError extends Error {
  constructor(
    message: string,
    /** Name of the failing node in the TensorFlow graph, such as `stage1.block1.conv1/forward`. */
    readonly node?: string,
    /** True when an iterator ran out: the regular end of an epoch. */
    readonly endOfSequence = false,
  ) {
    super(message);
    this.name = 'SessionError';
  }
}
