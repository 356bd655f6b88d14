"""A network in Keras' formats: the .keras file, the SavedModel, and the network of the training script with the file's weights.

Usage: every_operator.py <model.keras> <SavedModel> <script.py> <images.f32>. Prints JSON: scores by format, and parameters.
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow as tf

model_path, saved_path, script_path, images_path = sys.argv[1:]
model = keras.saving.load_model(model_path)
images = np.fromfile(images_path, "<f4").reshape(-1, *model.input_shape[1:])
serving = tf.saved_model.load(saved_path).signatures["serving_default"]
with open(script_path, encoding="utf-8") as file:
    network = file.read().split("\n# Network\n")[1].split("\n# Training\n")[0]
scope = {"keras": keras, "layers": keras.layers}
exec(network, scope)
built = scope["build"]()
for layer in built.layers:
    layer.set_weights(model.get_layer(layer.name).get_weights())
scores = {
    "keras": model(images, training=False).numpy(),
    "savedmodel": next(iter(serving(tf.constant(images)).values())).numpy(),
    "keras-script": built(images, training=False).numpy(),
}
print(json.dumps({"scores": {name: array.ravel().tolist() for name, array in scores.items()}, "params": built.count_params()}))
