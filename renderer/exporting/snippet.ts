/** Python that loads what was exported and predicts with it. */
import type { ExportFormat } from '../../core/contract';

/** A Python string literal of the path: raw strings cannot end in a backslash, so plain ones with escapes. */
const literal = (path: string): string => JSON.stringify(path);

/** `shape` is that of one image: height, width, channels. */
export function pythonSnippet(format: ExportFormat, path: string, shape: readonly number[]): string {
  const images = `np.zeros((1, ${shape.join(', ')}), "float32")  # pixels / 255`;
  if (format === 'keras') {
    return [
      'import keras, numpy as np',
      `model = keras.saving.load_model(${literal(path)})`,
      `probabilities = model.predict(${images})`,
    ].join('\n');
  }
  return [
    'import numpy as np, tensorflow as tf',
    `model = tf.saved_model.load(${literal(path)})`,
    'predict = model.signatures["serving_default"]',
    `name = next(iter(predict.structured_input_signature[1]))`,
    `images = ${images}`,
    'probabilities = predict(**{name: tf.constant(images)})',
  ].join('\n');
}
