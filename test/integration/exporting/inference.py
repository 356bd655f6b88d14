"""Runs the Python that an export shows, and looks at what the export says of itself.

Usage: inference.py <cases.json>: a list of {"format", "path", "snippet", "pictures"}. Prints one JSON object: by path, the
probabilities that the snippet computed and what it printed.
"""

import contextlib
import io
import json
import sys

import tensorflow as tf


def run(case):
    names = {}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(case["snippet"], names)
    found = {
        "probabilities": names["probabilities"].tolist(),
        "printed": printed.getvalue(),
        "about": names["about"],
        "pictures": [names["load"](path).numpy().ravel().tolist() for path in case["pictures"]],
    }
    if case["format"] == "savedmodel":
        model = names["model"]
        (asset,) = model.asset_paths
        with open(asset.asset_path.numpy(), encoding="utf8") as file:
            found["asset"] = json.load(file)
        # The same by the other signature, with the pixels in the range that the model says.
        pixels = tf.cast(names["images"], tf.float32) * (names["about"]["input"]["range"][1] / 255)
        found["serving"] = model.signatures["serving_default"](x=pixels)["y"].numpy().tolist()
        with open(case["photo"], "rb") as file:
            photo = file.read()
        png = tf.io.encode_png(names["load"](case["photo"])).numpy()
        files = tf.constant([photo, png, photo])
        found["bytes"] = model.signatures["serving_bytes"](image_bytes=files)["y"].numpy().tolist()
        try:
            model.signatures["pixels"](pixels=tf.zeros(pixels.shape))
            found["floats_as_pixels"] = "taken"
        except Exception as error:
            found["floats_as_pixels"] = type(error).__name__
    return found


with open(sys.argv[1], encoding="utf8") as file:
    cases = json.load(file)
print(json.dumps({case["path"]: run(case) for case in cases}))
