"""Loads each pair of exports, a SavedModel and a Keras file, and compares what they predict.

Usage: compare.py <folder>... [--tflite <folder>...], each with `saved/`, `model.keras` and `code.py`, whose build() gives the
same network without weights. The SavedModels in the
folders behind --tflite are also converted to TensorFlow Lite. Prints one JSON object.
"""

import argparse
import json
import os
import runpy

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tensorflow as tf


def run_in_tflite(saved, images):
    """Predictions of the converted model, which has only TensorFlow Lite's own operators, or what the converter said."""
    converter = tf.lite.TFLiteConverter.from_saved_model(saved, signature_keys=["serving_default"])
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS]
    try:
        converted = converter.convert()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return tf.lite.Interpreter(model_content=converted).get_signature_runner("serving_default")(x=images)["y"]


def built(folder, keras_model):
    """The network of the code, with the weights of the other."""
    model = runpy.run_path(os.path.join(folder, "code.py"))["build"]()
    for layer in model.layers:
        layer.set_weights(keras_model.get_layer(layer.name).get_weights())
    return model


def compare(folder, with_tflite):
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
    code = built(folder, keras_model)
    names = [layer.name for layer in keras_model.layers]
    # Statistics of training images are not in the graph.
    outside = {"normalization"} & set(names) - {layer.name for layer in code.layers}
    normalized = keras_model.get_layer("normalization")(images) if outside else images
    lite = run_in_tflite(os.path.join(folder, "saved"), images) if with_tflite else ours
    return {
        "tflite_difference": lite if isinstance(lite, str) else float(np.abs(lite - ours).max()),
        "example_masks": example_masks,
        "output": name,
        "shape": list(ours.shape),
        "largest_difference": float(np.abs(ours - theirs).max()),
        "reloaded_difference": float(np.abs(reloaded - theirs).max()),
        "code_difference": float(np.abs(code(normalized, training=False).numpy() - theirs).max()),
        "code_params": int(code.count_params()),
        "spread": float(np.std(ours, axis=0).max()),
        "row_sums": [float(value) for value in ours.sum(axis=1)],
        "input_signature": [str(spec.shape) for spec in predict.structured_input_signature[1].values()],
        "input_dtype": [spec.dtype.name for spec in predict.structured_input_signature[1].values()],
        "layers": names,
        "params": int(keras_model.count_params()),
        "trainable": int(sum(np.prod(w.shape) for w in keras_model.trainable_weights)),
    }


parser = argparse.ArgumentParser()
parser.add_argument("folders", nargs="+")
parser.add_argument("--tflite", nargs="*", default=[])
asked = parser.parse_args()
print(json.dumps({folder: compare(folder, folder in asked.tflite) for folder in asked.folders}))
