"""Trains exported Keras files on for two steps with what the files say.

Usage: keras-fit.py <cases.json>: a list of {"path", "images", "shape", "labels"}. Prints one JSON array: the loss of both steps, the
learning rate and the count of steps before them, and the probabilities after.
"""

import json
import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
import numpy as np


def run(case):
    model = keras.saving.load_model(case["path"])
    before = {"rate": float(model.optimizer.learning_rate), "steps": int(model.optimizer.iterations)}
    images = np.array(case["images"], "float32").reshape(case["shape"])
    labels = np.array(case["labels"])
    if isinstance(model.loss, keras.losses.CategoricalCrossentropy):
        labels = keras.utils.to_categorical(labels, model.output_shape[-1])
    losses = []
    for _ in range(2):
        model.reset_metrics()
        losses.append(float(model.train_on_batch(images, labels)[0]))
    return {**before, "losses": losses, "scores": keras.ops.convert_to_numpy(model(images)).ravel().tolist()}


with open(sys.argv[1], encoding="utf8") as file:
    cases = json.load(file)
print(json.dumps([run(case) for case in cases]))
