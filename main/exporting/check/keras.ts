/** Reads a Keras file back in Keras, called eagerly: its predict() has bugs on a CPU (predict-caveats.ts). */
import { pythonReader } from './python';

export const readKeras = pythonReader(
  ['keras', 'tensorflow'],
  `import os
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
model = keras.saving.load_model(path, compile=False)
scores = np.concatenate([
    keras.ops.convert_to_numpy(model(images[i : i + 32], training=False)) for i in range(0, len(images), 32)
])`,
);
