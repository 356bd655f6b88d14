"""Loads each pair of exports, a SavedModel and a Keras file, and compares what they predict.

Usage: compare.py <folder> [<folder> ...], each with `saved/` and `model.keras`. Prints one JSON object.
"""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tensorflow as tf


def compare(folder):
    keras_model = keras.saving.load_model(os.path.join(folder, "model.keras"))
    saved = tf.saved_model.load(os.path.join(folder, "saved"))
    predict = saved.signatures["serving_default"]
    images = np.random.default_rng(7).random((5, *keras_model.input_shape[1:]), dtype=np.float32)
    ours = predict(tf.constant(images))
    ((name, ours),) = ours.items()
    ours = ours.numpy()
    theirs = keras_model(images, training=False).numpy()
    # What Keras saves from what it loaded must load again.
    again = os.path.join(folder, "again.keras")
    keras_model.save(again)
    reloaded = keras.saving.load_model(again)(images, training=False).numpy()
    # Of each layer with a noise shape: the values that the examples of a batch of ones are left with.
    example_masks = {}
    for layer in keras_model.layers:
        if getattr(layer, "noise_shape", None) is not None:
            ones = np.ones((64, *layer.output.shape[1:]), dtype=np.float32)
            dropped = layer(ones, training=True).numpy().reshape(64, -1)
            example_masks[layer.name] = {
                "factor": 1 / (1 - layer.rate),
                "values": [np.unique(row).tolist() for row in dropped],
            }
    return {
        "example_masks": example_masks,
        "output": name,
        "shape": list(ours.shape),
        "largest_difference": float(np.abs(ours - theirs).max()),
        "reloaded_difference": float(np.abs(reloaded - theirs).max()),
        "spread": float(np.std(ours, axis=0).max()),
        "row_sums": [float(value) for value in ours.sum(axis=1)],
        "input_signature": [str(spec.shape) for spec in predict.structured_input_signature[1].values()],
        "input_dtype": [spec.dtype.name for spec in predict.structured_input_signature[1].values()],
        "layers": [layer.name for layer in keras_model.layers],
        "params": int(keras_model.count_params()),
        "trainable": int(sum(np.prod(w.shape) for w in keras_model.trainable_weights)),
    }


print(json.dumps({folder: compare(folder) for folder in sys.argv[1:]}))
