"""Loads each Keras file and does with it what people do: predict, evaluate, fit, save and load again.

Usage: names.py <folder>, with one `.keras` file and one SavedModel of the same stem for each network. Prints one JSON
object: by stem, the model's name in Keras, its layers' names, and what failed.
"""

import json
import os
import sys

import keras
import numpy as np
import tensorflow as tf


def try_out(folder, stem):
    failed = {}
    found = {"failed": failed}

    def attempt(what, action):
        try:
            return action()
        except Exception as error:
            failed[what] = f"{type(error).__name__}: {error}"

    path = os.path.join(folder, f"{stem}.keras")
    model = keras.saving.load_model(path)
    found["name"] = model.name
    found["layers"] = [layer.name for layer in model.layers]
    images = np.random.default_rng(1).random((4, *model.input_shape[1:]), dtype=np.float32)
    labels = np.arange(4) % model.output_shape[-1]
    before = attempt("predict", lambda: model.predict(images, verbose=0))
    saved = attempt("load SavedModel", lambda: tf.saved_model.load(os.path.join(folder, f"{stem}.saved")))
    if saved is not None and before is not None:
        ours = saved.signatures["serving_default"](tf.constant(images))["y"].numpy()
        if not np.allclose(ours, before, atol=1e-5):
            failed["agree"] = f"{np.abs(ours - before).max()}"
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    attempt("evaluate", lambda: model.evaluate(images, labels, verbose=0))
    attempt("fit", lambda: model.fit(images, labels, epochs=1, verbose=0))
    again = os.path.join(folder, f"{stem}.again.keras")
    attempt("save", lambda: model.save(again))
    trained = attempt("predict trained", lambda: model.predict(images, verbose=0))
    reloaded = attempt("load", lambda: keras.saving.load_model(again).predict(images, verbose=0))
    if reloaded is not None and not np.allclose(trained, reloaded, atol=1e-6):
        failed["same after load"] = f"{np.abs(trained - reloaded).max()}"
    return found


folder = sys.argv[1]
stems = sorted(name[: -len(".keras")] for name in os.listdir(folder) if name.endswith(".keras"))
print(json.dumps({stem: try_out(folder, stem) for stem in stems}))
