/** Endings of models of other programs. Keras JSON is not among them, since graphs are JSON too: File > Import model takes it. */
export const MODEL_EXTENSIONS = ['keras', 'h5', 'hdf5', 'onnx', 'safetensors'] as const;
/** PyTorch's pickles, which run code when they are opened: the host says how to turn them into safetensors. */
export const PICKLES = ['pt', 'pth', 'bin', 'pkl', 'pickle', 'ckpt'] as const;

const PATTERN = new RegExp(`\\.(${[...MODEL_EXTENSIONS, ...PICKLES].join('|')})$`, 'i');

/** Whether opening or dropping a file of that name imports it as a model. */
export const isModelFile = (name: string): boolean => PATTERN.test(name);
