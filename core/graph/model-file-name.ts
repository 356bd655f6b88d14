/** Files that dropping imports as models. Keras JSON is not among them, since graphs are JSON too: File > Import model takes it. */
const PATTERN = /\.(keras|h5|hdf5|onnx|safetensors|pt|pth|bin|pkl|ckpt)$/i;

/** PyTorch's pickles too: the host says how to turn them into safetensors. */
export const isModelFile = (name: string): boolean => PATTERN.test(name);
