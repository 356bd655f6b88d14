"""Builds models of keras.applications with random weights, saves them, and prints what they answer.

    python applications.py <folder> <picture> <name>...

Weights cannot be downloaded where tests run, so every variable gets a random value, statistics included. Input 32x32.
"""

import json
import sys
from pathlib import Path

import keras
import numpy as np

SIDE = 32


def randomize(model, draw):
    for layer in model.layers:
        for variable in layer.weights:
            name, shape = variable.path.rsplit("/", 1)[-1], variable.shape
            if name == "count":
                continue
            if name in ("gamma", "variance", "moving_variance"):
                value = draw.uniform(0.6, 1.4, shape)
            elif name == "mean":
                value = draw.uniform(0.0, 1.0, shape)
            elif name.endswith("kernel"):
                value = np.asarray(variable) if len(shape) != 2 else np.asarray(variable) * 4
            else:
                value = draw.uniform(-0.2, 0.2, shape)
            variable.assign(value)
        if hasattr(layer, "finalize_state"):
            layer.finalize_state()


def build(name):
    make = getattr(keras.applications, name)
    return make(weights=None, input_shape=(SIDE, SIDE, 3), classes=1000)


folder, picture, *names = sys.argv[1:]
pixels = np.asarray(keras.utils.load_img(picture), "float32")[None]
modules = {"MobileNetV2": keras.applications.mobilenet_v2, "ResNet50V2": keras.applications.resnet_v2, "EfficientNetB0": keras.applications.efficientnet}
answers = {}
for seed, name in enumerate(names):
    keras.utils.set_random_seed(seed)
    draw = np.random.default_rng(seed)
    model = build(name)
    randomize(model, draw)
    images = draw.uniform(0, 255 if name.startswith("EfficientNet") else 1, (2, SIDE, SIDE, 3)).astype("float32")
    model.save(Path(folder) / f"{name}.keras")
    answers[name] = {
        "total": model.count_params(),
        "trainable": sum(int(np.prod(variable.shape)) for variable in model.trainable_variables),
        "images": images.ravel().tolist(),
        # Called eagerly: `predict` rewrites the graph.
        "ofPicture": (
            np.asarray(model(modules[name].preprocess_input(pixels.copy()), training=False)).ravel().tolist()
            if name in modules
            else None
        ),
        "scores": np.asarray(model(images, training=False)).ravel().tolist(),
    }
print(json.dumps(answers))
